package io.gatekeeper.screening;

/** How far a screening came. */
public enum ScreeningState {
    /** The file was read as a whole, whatever was found in it. */
    DONE,
    /** The file is no package, or a limit ended its reading: what was found is told, what was not found is unknown. */
    FAILED
}
