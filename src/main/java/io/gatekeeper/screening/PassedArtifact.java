package io.gatekeeper.screening;

/**
 * The artifact of the same app that passed its test last.
 *
 * @param report of its own screening
 */
public record PassedArtifact(String sha256, ScreeningReport report) {}
