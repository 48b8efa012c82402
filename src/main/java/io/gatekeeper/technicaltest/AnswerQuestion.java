package io.gatekeeper.technicaltest;

import io.gatekeeper.artifact.Artifacts;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.publisher.WorkingCalendars;
import io.gatekeeper.technicaltest.RecordFinding.NewEvidence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The publisher answers the laboratory, which starts the clock again. */
@ApplicationScoped
class AnswerQuestion {

    /** The body of the call. */
    record Answer(
            @NotBlank @Size(max = 10_000) String answer,
            @Size(max = 20) List<@NotNull @Valid NewEvidence> files) {}

    private final LockedTests tests;
    private final InformationRequests informationRequests;
    private final TestChanges changes;
    private final WorkingCalendars calendars;
    private final Artifacts artifacts;
    private final Clock clock;

    AnswerQuestion(
            LockedTests tests,
            InformationRequests informationRequests,
            TestChanges changes,
            WorkingCalendars calendars,
            Artifacts artifacts,
            Clock clock) {
        this.tests = tests;
        this.informationRequests = informationRequests;
        this.changes = changes;
        this.calendars = calendars;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged answer(UUID id, int n, Answer answer, Actor publisher, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.publisher(publisher);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        InformationRequestRow question =
                informationRequests.of(id, n).orElseThrow(() -> ProblemException.notFound("information request"));
        if (!(test.life() instanceof TestLife.AwaitingPublisher awaiting) || question.answeredAt != null) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "No answer is awaited: it was given already, or the test is closed.");
        }
        attach(question, answer, publisher);
        question.answer = answer.answer();
        question.answeredBy = publisher.subject();
        question.answeredAt = now;
        Instant dueBefore = test.dueAt;
        test.answered(awaiting, now, resumedDueAt(test, awaiting, now));
        changes.recordMoved(
                test, TestEventRow.What.INFORMATION_ANSWERED, publisher, Integer.toString(n), dueBefore, now);
        CaseContents contents = changes.contentsOf(test);
        changes.announce(test, Announcement.INFORMATION_ANSWERED, contents, now);
        return changes.shownTo(viewer, test, contents, now);
    }

    /** Only what the publisher has sent whole: a digest alone proves nothing, and shows nobody a file. */
    private void attach(InformationRequestRow question, Answer answer, Actor publisher) {
        List<NewEvidence> files = answer.files() == null ? List.of() : answer.files();
        for (int i = 0; i < files.size(); i++) {
            NewEvidence file = files.get(i);
            if (!artifacts.isUploadedBy(publisher.organisation(), file.sha256())) {
                throw ProblemException.invalid(
                        "/files/" + i + "/sha256", "must be a file the publisher has uploaded to /v1/artifacts");
            }
            question.files.add(new FindingRow.Evidence(file.sha256(), file.mediaType(), file.name()));
        }
    }

    /** What was late when the clock stopped stays as late. */
    private Instant resumedDueAt(TestRow test, TestLife.AwaitingPublisher awaiting, Instant now) {
        return switch (awaiting.overdueAt(now) ? TestDays.CALENDAR_DAYS : test.testDays) {
            case CALENDAR_DAYS -> awaiting.dueAt().plus(awaiting.stoodUntil(now));
            case WORKING_DAYS ->
                calendars
                        .resumed(awaiting.stoppedAt(), awaiting.dueAt(), now)
                        .orElseThrow(
                                () -> ProblemException.of(
                                        ProblemType.UNAVAILABLE,
                                        "The term counts working days, and the calendar of a year it runs into is not on record."));
        };
    }
}
