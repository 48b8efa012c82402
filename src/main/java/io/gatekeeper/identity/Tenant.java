package io.gatekeeper.identity;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What one tenant has left on this replica: of its quotas, and of the places for calls under way. */
final class Tenant {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /** A quota and what is left of it. */
    private record Allowance(int perMinute, Bucket bucket) {

        static Allowance of(int perMinute) {
            // Nanoseconds are System.nanoTime(), which no change of the wall clock makes run backwards.
            return new Allowance(
                    perMinute,
                    Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                            .withNanosecondPrecision()
                            .build());
        }
    }

    private final Map<CallKind, Allowance> allowances = new EnumMap<>(CallKind.class);
    private final Places calls;
    private final Places bulk;
    private final Places files;
    private final Places waiting;

    Tenant(String organisation, QuotaConfig config) {
        Optional<QuotaPerMinute> own =
                Optional.ofNullable(config.organisations().get(organisation));
        for (CallKind kind : CallKind.values()) {
            OptionalInt said = own.map(o -> said(o, kind)).orElse(OptionalInt.empty());
            (said.isPresent() ? said : said(config, kind)).ifPresent(n -> allowances.put(kind, Allowance.of(n)));
        }
        calls = new Places(config.atOnce(), config.inLine());
        bulk = new Places(config.bulkAtOnce(), config.inLine());
        files = new Places(config.filesAtOnce(), config.inLine());
        waiting = new Places(config.waitingReaders(), 0);
    }

    private static OptionalInt said(QuotaPerMinute quotas, CallKind kind) {
        return switch (kind) {
            case SUBMISSIONS -> quotas.submissions();
            case READS -> quotas.reads();
            case OTHERS -> quotas.others();
        };
    }

    /** Takes all of it or nothing; a problem answer if there is not enough. */
    void take(CallKind kind, int count) {
        Allowance allowance = allowances.get(kind);
        if (allowance == null || count < 1) {
            return;
        }
        ConsumptionProbe left = allowance.bucket().tryConsumeAndReturnRemaining(count);
        if (!left.isConsumed()) {
            throw ProblemException.limited(
                    "The quota of " + allowance.perMinute() + " " + kind.label()
                            + " a minute is used up. Nothing was done; try again later.",
                    new RateLimit(kind.label(), allowance.perMinute(), WINDOW, left.getRemainingTokens(), wait(left)));
        }
    }

    /** The same for one call whose refusal somebody else gives. */
    boolean takes(CallKind kind) {
        Allowance allowance = allowances.get(kind);
        return allowance == null || allowance.bucket().tryConsume(1);
    }

    /** More than the quota at once is never there, however long one waits; then the window is as good a time as any. */
    private static Duration wait(ConsumptionProbe left) {
        Duration wait = Duration.ofNanos(left.getNanosToWaitForRefill());
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait.compareTo(WINDOW) > 0 ? WINDOW : wait;
    }

    /** Where a call like this takes its place. */
    Places places(String path, boolean waitsForNews) {
        if (waitsForNews) {
            return waiting;
        }
        if (CallKind.isFile(path)) {
            return files;
        }
        return CallKind.isBulk(path) ? bulk : calls;
    }
}
