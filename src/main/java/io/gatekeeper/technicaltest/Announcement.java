package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the gate tells of technical tests on Kafka: ids and outcomes, never the text of a finding or a question. */
enum Announcement {
    OPENED("opened"),
    ARTIFACT_AWAITED("artifact-awaited"),
    ARTIFACT_RECEIVED("artifact-received"),
    SCREENED("screened"),
    INFORMATION_REQUESTED("information-requested"),
    INFORMATION_ANSWERED("information-answered"),
    EXTENDED("extended"),
    REMINDER("reminder"),
    OVERDUE("overdue"),
    SECOND_LABORATORY_DRAWN("second-laboratory-drawn"),
    CONTRADICTED("contradicted"),
    CONCLUDED("concluded"),
    SET_ASIDE("set-aside"),
    CANCELLED("cancelled");

    private final String type;

    Announcement(String word) {
        type = "gatekeeper.technical-test." + word + ".v1";
    }

    String type() {
        return type;
    }

    /** @param releaseRequestIds whom it concerns */
    Event of(TestRow test, List<UUID> releaseRequestIds, Instant at) {
        Data data = new Data(
                test.id,
                test.publisherId,
                test.packageName,
                test.os,
                test.sha256,
                test.policyVersion,
                test.state(),
                test.openedAt,
                test.dueAt,
                test.overdueAt(at),
                this == CONCLUDED ? test.state() : null,
                this == SCREENED ? test.screening : null,
                releaseRequestIds);
        return new Event(Topic.TECHNICAL_TESTS, test.sha256, type, test.id.toString(), at, data);
    }

    /** Of a case that is due, or soon will be: of those that are announced by the thousand no row is loaded. */
    Event of(TestDeadlines.Due due, Instant at) {
        TestSubject subject = due.subject();
        Data data = new Data(
                due.testId(),
                subject.publisherId(),
                subject.packageName(),
                subject.os(),
                subject.sha256(),
                due.policyVersion(),
                due.state(),
                due.openedAt(),
                due.dueAt(),
                this == OVERDUE,
                null,
                null,
                due.waiting());
        return new Event(
                Topic.TECHNICAL_TESTS, subject.sha256(), type, due.testId().toString(), at, data);
    }

    /** As {@code schemas/<type>.json} describes it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            UUID testId,
            String publisherId,
            String packageName,
            String os,
            String sha256,
            String policyVersion,
            TestState state,
            Instant openedAt,
            Instant dueAt,
            boolean overdue,
            TestState outcome,
            ScreeningOutcome screening,
            List<UUID> releaseRequestIds) {}
}
