package io.gatekeeper.bench.load;

import java.util.Arrays;

/** Every latency of a cell, so that a percentile is one that happened; not thread-safe. */
public final class Latencies {

    private long[] nanos = new long[1 << 12];
    private int count;
    private boolean sorted;

    public void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latency;
        sorted = false;
    }

    public void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    public int count() {
        return count;
    }

    public double millis(double quantile) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        int rank = (int) Math.ceil(quantile * count) - 1;
        return nanos[Math.max(0, rank)] / 1e6;
    }
}
