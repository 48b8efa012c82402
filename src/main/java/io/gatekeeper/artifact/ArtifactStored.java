package io.gatekeeper.artifact;

/** A file has arrived that was not there before; told inside the transaction that records it. */
public record ArtifactStored(String sha256, long sizeBytes) {}
