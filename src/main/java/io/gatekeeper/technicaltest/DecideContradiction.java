package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Two officers decide between two laboratories that contradict each other; the database demands both as well. */
@ApplicationScoped
class DecideContradiction {

    /** How often officers may say something else than the one before. */
    static final int MOST_VOTES = 20;

    /** The body of the call. */
    record Decision(
            @NotNull Outcome outcome,
            @NotBlank @Size(max = 2_000) String reason) {}

    private final LockedTests tests;
    private final TestRows rows;
    private final DrawnVerdicts verdicts;
    private final TestChanges changes;
    private final Event<ConcludeTest.Concluded> concluded;
    private final Clock clock;

    DecideContradiction(
            LockedTests tests,
            TestRows rows,
            DrawnVerdicts verdicts,
            TestChanges changes,
            Event<ConcludeTest.Concluded> concluded,
            Clock clock) {
        this.tests = tests;
        this.rows = rows;
        this.verdicts = verdicts;
        this.changes = changes;
        this.concluded = concluded;
        this.clock = clock;
    }

    @Transactional
    ContradictionView decide(UUID id, Decision decision, Actor officer, String ifMatch) {
        Instant now = clock.instant();
        TestRow test = tests.visibleTo(Viewer.regulator(officer), id, ifMatch, now);
        if (test.contradictedAt == null) {
            throw ProblemException.notFound("contradiction");
        }
        if (!(test.life() instanceof TestLife.Contradicted contradicted)) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "The contradiction is decided, or of no interest now.");
        }
        List<ContradictionView.Vote> said = verdicts.votesOf(id);
        boolean agrees = agrees(said, decision.outcome(), officer.subject());
        verdicts.appendVote(id, said.size() + 1, decision, officer.subject(), now);
        changes.record(
                test,
                TestEventRow.What.CONTRADICTION_VOTED,
                officer,
                decision.outcome().name(),
                now);
        if (agrees) {
            conclude(test, contradicted, decision, officer, now);
        } else {
            test.become(contradicted);
        }
        rows.flush();
        return view(test);
    }

    /** Whether the officer before said the same. */
    private static boolean agrees(List<ContradictionView.Vote> said, Outcome outcome, String officer) {
        if (said.isEmpty()) {
            return false;
        }
        if (said.size() >= MOST_VOTES) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "Officers have said " + MOST_VOTES + " times what they think; that is all.");
        }
        ContradictionView.Vote before = said.get(said.size() - 1);
        if (before.outcome() != outcome) {
            return false;
        }
        if (before.by().equals(officer)) {
            throw ProblemException.of(
                    ProblemType.SECOND_OFFICER_REQUIRED, "The caller said so already; another officer has to agree.");
        }
        return true;
    }

    private void conclude(
            TestRow test, TestLife.Contradicted contradicted, Decision decision, Actor officer, Instant now) {
        switch (decision.outcome()) {
            case PASSED -> {
                test.become(contradicted.toPassed(decision.reason(), now));
                changes.record(test, TestEventRow.What.PASSED, officer, null, now);
            }
            case FAILED -> {
                test.become(contradicted.toFailed(decision.reason(), now));
                changes.record(test, TestEventRow.What.FAILED, officer, null, now);
            }
        }
        changes.announce(test, Announcement.CONCLUDED, changes.contentsOf(test), now);
        concluded.fire(new ConcludeTest.Concluded(decision.outcome()));
    }

    /** For officers and auditors. */
    @Transactional
    ContradictionView read(UUID id) {
        return rows.findByIdOptional(id)
                .filter(test -> test.contradictedAt != null)
                .map(this::view)
                .orElseThrow(() -> ProblemException.notFound("contradiction"));
    }

    private ContradictionView view(TestRow test) {
        return new ContradictionView(
                test.id, test.state(), test.contradictedAt, verdicts.of(test.id), verdicts.votesOf(test.id));
    }
}
