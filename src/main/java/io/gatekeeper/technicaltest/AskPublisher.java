package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A laboratory asks the publisher something, which stops the clock. */
@ApplicationScoped
class AskPublisher {

    /** A case that needs more questions than this is to be concluded on what is known. */
    static final int MOST_QUESTIONS = 20;

    /** The body of the call. */
    record Question(@NotBlank @Size(max = 10_000) String question) {}

    private final LockedTests tests;
    private final InformationRequests informationRequests;
    private final TestChanges changes;
    private final TechnicalTestConfig config;
    private final Clock clock;

    AskPublisher(
            LockedTests tests,
            InformationRequests informationRequests,
            TestChanges changes,
            TechnicalTestConfig config,
            Clock clock) {
        this.tests = tests;
        this.informationRequests = informationRequests;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged ask(UUID id, Question question, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.laboratory(laboratory);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        TestLife.InTest examined = LockedTests.examinationBy(laboratory.organisation(), test, now);
        int n = informationRequests.countOf(id) + 1;
        if (n > MOST_QUESTIONS) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The publisher was asked " + MOST_QUESTIONS + " times, which is the limit; conclude the test.");
        }
        TestLife.AwaitingPublisher awaiting = examined.toAwaitingPublisher(now, now.plus(config.answerTerm()));
        test.become(awaiting);
        informationRequests.persist(row(id, n, question, laboratory, awaiting));
        changes.record(test, TestEventRow.What.INFORMATION_REQUESTED, laboratory, Integer.toString(n), now);
        CaseContents contents = changes.contentsOf(test);
        changes.announce(test, Announcement.INFORMATION_REQUESTED, contents, now);
        return changes.shownTo(viewer, test, contents, now);
    }

    private static InformationRequestRow row(
            UUID id, int n, Question question, Actor laboratory, TestLife.AwaitingPublisher awaiting) {
        InformationRequestRow row = new InformationRequestRow();
        row.id = Ids.next();
        row.testId = id;
        row.n = n;
        row.question = question.question();
        row.askedBy = laboratory.organisation();
        row.askedAt = awaiting.stoppedAt();
        row.answerDueAt = awaiting.answerDueAt();
        return row;
    }
}
