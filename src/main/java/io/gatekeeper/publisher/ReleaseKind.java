package io.gatekeeper.publisher;

/** What a release request asks for; measures and review windows tell the two apart. */
public enum ReleaseKind {
    /** An app the platform does not list yet. */
    NEW_LISTING,
    /** A new version of an app the platform lists. */
    VERSION_UPDATE
}
