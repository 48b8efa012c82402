package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/** Shows the clock of a technical test to those who see the case, and to the platforms that wait for it. */
@ApplicationScoped
class ReadClock {

    private final TestRows tests;
    private final TestRequests requests;
    private final TestHistory history;
    private final Expectations expectations;
    private final Clock clock;

    ReadClock(TestRows tests, TestRequests requests, TestHistory history, Expectations expectations, Clock clock) {
        this.tests = tests;
        this.requests = requests;
        this.history = history;
        this.expectations = expectations;
        this.clock = clock;
    }

    @Transactional
    ClockView seenBy(Viewer viewer, UUID id) {
        return read(id, tests.read(id, viewer), viewer::sees);
    }

    /** A platform sees the clock of a case it waits for, or has waited for, and nothing else of it. */
    @Transactional
    ClockView seenByPlatform(String platformId, UUID id) {
        return read(id, tests.findByIdOptional(id), (test, now) -> requests.isAskedForBy(platformId, test.id));
    }

    private ClockView read(UUID id, Optional<TestRow> found, BiPredicate<TestRow, Instant> sees) {
        Instant now = clock.instant();
        TestRow test =
                found.filter(row -> sees.test(row, now)).orElseThrow(() -> ProblemException.notFound("technical test"));
        Expected expected = expectations.of(Progress.of(test), now).orElse(null);
        return ClockView.of(test, history.clockOf(id), expected, now);
    }
}
