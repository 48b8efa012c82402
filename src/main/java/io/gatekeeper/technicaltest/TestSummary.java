package io.gatekeeper.technicaltest;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a release request shows of its technical test.
 *
 * @param overdue       past {@code dueAt} without a verdict
 * @param queuePosition 1 for the next to be taken; empty when it is not queued, or further back than
 *                      {@value TestQueue#COUNTED}
 * @param expected      when a verdict may be expected; empty when nobody can say
 */
public record TestSummary(
        UUID id,
        TestState state,
        Instant dueAt,
        boolean overdue,
        OptionalInt queuePosition,
        Optional<Expected> expected) {}
