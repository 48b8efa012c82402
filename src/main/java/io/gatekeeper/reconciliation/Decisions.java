package io.gatekeeper.reconciliation;

import java.util.Arrays;
import java.util.UUID;

/**
 * Very many decisions, in eight bytes each: 64 bits of a mix of id and sequence. That two of ten million share them, and one so
 * hides the loss of the other, happens once in a hundred thousand reconciliations.
 */
final class Decisions {

    private long[] mixed = new long[1_024];
    private int size;

    void add(UUID releaseRequestId, int sequence) {
        if (size == mixed.length) {
            mixed = Arrays.copyOf(mixed, size * 2);
        }
        mixed[size++] = mix(releaseRequestId, sequence);
    }

    /** Once, after the last one was added. */
    void sort() {
        Arrays.sort(mixed, 0, size);
    }

    boolean contains(UUID releaseRequestId, int sequence) {
        return Arrays.binarySearch(mixed, 0, size, mix(releaseRequestId, sequence)) >= 0;
    }

    /** The finalizer of SplitMix64 over all of it: ids differ in few bits, and the mixes in half of theirs. */
    private static long mix(UUID id, int sequence) {
        return spread(spread(id.getMostSignificantBits() + sequence) ^ id.getLeastSignificantBits());
    }

    private static long spread(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }
}
