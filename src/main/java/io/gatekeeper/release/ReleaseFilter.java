package io.gatekeeper.release;

import java.time.Instant;
import java.util.Optional;

/** What a list of release requests may be narrowed down to; instants in half-open order: from, to. */
record ReleaseFilter(
        Optional<ReleaseState> state,
        Optional<String> publisherId,
        Optional<String> packageName,
        Optional<String> sha256,
        Optional<Instant> submittedAfter,
        Optional<Instant> submittedBefore) {}
