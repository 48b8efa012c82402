package io.gatekeeper.technicaltest;

import io.gatekeeper.publisher.TestDays;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;

/** Opens cases as the consumer does, without the way through Kafka. */
@ApplicationScoped
class Cases {

    /** Every item of the plan, by the laboratory that has the case. */
    private static final String PLAN_IS_DONE = """
            INSERT INTO plan_result SELECT gen_random_uuid(), id, laboratory, '*', 'PASS', 'examined', '[]', 'x', now()
              FROM technical_test WHERE id = :id
            """;

    static final Instant T0 = Instant.parse("2021-11-24T07:00:00Z");
    static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");

    private final TestIntake intake;
    private final TestRows tests;
    private final TestHistory history;
    private final Session database;

    Cases(TestIntake intake, TestRows tests, TestHistory history, Session database) {
        this.intake = intake;
        this.tests = tests;
        this.history = history;
        this.database = database;
    }

    UUID opened(TestSubject subject) {
        return opened(subject, T0);
    }

    UUID opened(TestSubject subject, Instant at) {
        return requested(request(subject, UUID.randomUUID(), "huawei-appgallery", at));
    }

    /** With a term as the gate has counted it. */
    UUID opened(TestSubject subject, Instant at, TestDays testDays, Instant dueAt) {
        TestRequested plain = request(subject, UUID.randomUUID(), "huawei-appgallery", at);
        return requested(new TestRequested(
                plain.releaseRequestId(),
                plain.platformId(),
                plain.publisherId(),
                plain.app(),
                plain.version(),
                plain.artifact(),
                plain.kind(),
                plain.requestedAt(),
                plain.testTerm(),
                testDays,
                dueAt,
                plain.policyVersion(),
                plain.decisionSequence()));
    }

    UUID requested(TestSubject subject, UUID releaseRequestId, String platformId) {
        return requested(request(subject, releaseRequestId, platformId, T0));
    }

    private UUID requested(TestRequested request) {
        TestSubject subject = request.subject();
        return QuarkusTransaction.requiringNew().call(() -> {
            intake.request(request, request.requestedAt());
            return tests.latestLocked(subject).orElseThrow().id;
        });
    }

    /** A case that was opened, claimed and concluded, in so much time. */
    void concluded(TestSubject subject, Instant openedAt, Duration whole, Duration examination) {
        UUID id = opened(subject, openedAt);
        Instant concludedAt = openedAt.plus(whole);
        QuarkusTransaction.requiringNew().run(() -> {
            TestRow row = tests.findById(id);
            TestLife.InTest examined = new TestLife.Queued(row.dueAt)
                    .toInTest(new Claim("lab-beijing", concludedAt.plus(Duration.ofHours(8))));
            row.claimed(examined, concludedAt.minus(examination));
            tests.flush();
            database.createNativeMutationQuery(PLAN_IS_DONE)
                    .setParameter("id", id)
                    .executeUpdate();
            row.become(examined.toPassed("nothing", concludedAt, List.of()));
        });
    }

    TestRow row(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> tests.findById(id));
    }

    void change(UUID id, Consumer<TestRow> change) {
        QuarkusTransaction.requiringNew().run(() -> change.accept(tests.findById(id)));
    }

    List<TestEventRow> history(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> history.of(id));
    }

    /** Runs one statement, for what no use case does. */
    void execute(String sql, UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeMutationQuery(sql)
                        .setParameter("id", id)
                        .executeUpdate());
    }

    private static TestRequested request(TestSubject subject, UUID releaseRequestId, String platformId, Instant at) {
        return new TestRequested(
                releaseRequestId,
                platformId,
                subject.publisherId(),
                new TestRequested.App(subject.packageName(), subject.os(), "微信"),
                new TestRequested.Version("8.0.16", 2040),
                new TestRequested.Artifact(subject.sha256(), 123_456_789, null),
                "VERSION_UPDATE",
                at,
                Period.ofDays(7),
                null,
                null,
                "2021-1",
                1);
    }
}
