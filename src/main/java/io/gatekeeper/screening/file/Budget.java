package io.gatekeeper.screening.file;

/** What is left of the limits while one file is read. */
final class Budget {

    private final FileLimits limits;
    private final long endsAtNanos;
    private long inflated;

    Budget(FileLimits limits) {
        this.limits = limits;
        this.endsAtNanos = System.nanoTime() + limits.timeout().toNanos();
    }

    FileLimits limits() {
        return limits;
    }

    void checkTime(String where) throws BrokenFileException {
        if (System.nanoTime() - endsAtNanos > 0) {
            throw new BrokenFileException("LIMIT_TIME", where, "not read to its end within " + limits.timeout(), false);
        }
    }

    void inflated(String where, int bytes) throws BrokenFileException {
        checkTime(where);
        inflated += bytes;
        if (inflated > limits.maxInflatedBytes()) {
            throw new BrokenFileException(
                    "LIMIT_INFLATED",
                    where,
                    "the entries hold more than " + limits.maxInflatedBytes() + " bytes",
                    false);
        }
    }
}
