package io.gatekeeper.technicaltest;

import java.time.Instant;

/**
 * When a verdict may be expected: what the last concluded cases of that kind took, and no promise. The term is
 * {@code dueAt}.
 *
 * @param at    half of them would be concluded by then
 * @param from  a tenth of them
 * @param to    nine tenths of them
 * @param basis what it rests on
 */
public record Expected(Instant at, Instant from, Instant to, Basis basis) {

    /** What was measured. */
    public enum Stage {
        /** From the opening to the verdict. */
        WHOLE,
        /** From the claim to the verdict. */
        EXAMINATION
    }

    /**
     * @param stage which part of the cases was measured
     * @param os    the operating system of the cases, which is their kind
     * @param cases how many of them took at least as long as this one has until now
     */
    public record Basis(Stage stage, String os, int cases) {}
}
