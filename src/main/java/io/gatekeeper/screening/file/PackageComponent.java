package io.gatekeeper.screening.file;

/**
 * A component that the manifest declares.
 *
 * @param type ACTIVITY (an alias, too), SERVICE, RECEIVER or PROVIDER
 * @param name in full, with the package
 * @param exported whether other apps reach it: as stated, else as the platform implies
 * @param permission that a caller needs, or null
 */
public record PackageComponent(String type, String name, boolean exported, String permission) {}
