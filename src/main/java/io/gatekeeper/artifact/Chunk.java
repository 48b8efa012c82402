package io.gatekeeper.artifact;

import java.util.UUID;

/** A piece of an upload that is an object of its own in a bucket. */
record Chunk(UUID object, int sizeBytes) {}
