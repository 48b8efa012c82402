package io.gatekeeper.artifact;

import java.time.Instant;

/** A file the gate has: whole, and with the digest it is known by. */
public record StoredArtifact(String sha256, long sizeBytes, Instant storedAt) {}
