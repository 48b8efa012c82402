package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What an appeal does to a failed verdict: it stays readable and counts for nothing any more. */
@ApplicationScoped
public class AppealedVerdicts {

    private final TestRows tests;
    private final TestHistory history;
    private final TestChanges changes;

    AppealedVerdicts(TestRows tests, TestHistory history, TestChanges changes) {
        this.tests = tests;
        this.history = history;
        this.changes = changes;
    }

    /** Whoever has a line in the history of the case. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<String> actedIn(UUID testId) {
        return history.of(testId).stream().map(line -> line.who).collect(Collectors.toSet());
    }

    /** The next test of the artifact goes to another laboratory than the one that gave this verdict. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void setAside(UUID testId, UUID appealId, String officer, Instant at) {
        TestRow test = tests.locked(testId).orElseThrow(() -> ProblemException.notFound("technical test"));
        if (test.state() != TestState.FAILED || test.setAsideAt != null) {
            throw ProblemException.of(ProblemType.INVALID_STATE, "There is no failed verdict to set aside.");
        }
        test.setAsideAt = at;
        changes.record(test, TestEventRow.What.VERDICT_SET_ASIDE, Actor.ofRegulator(officer), appealId.toString(), at);
        changes.announce(test, Announcement.SET_ASIDE, changes.contentsOf(test), at);
        tests.flush();
    }
}
