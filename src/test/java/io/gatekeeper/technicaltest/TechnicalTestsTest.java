package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What other packages are told, read from real rows. */
@QuarkusTest
class TechnicalTestsTest {

    private static final Instant OPENED = Instant.parse("2021-11-24T07:00:00Z");
    private static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");

    @Inject
    TechnicalTests tests;

    @Inject
    EntityManager database;

    @Test
    @TestTransaction
    void knowsNothingOfASubjectWithoutACase() {
        TestSubject subject = Subjects.any();

        assertThat(tests.factsFor(subject, OPENED)).isEqualTo(new TestFacts.None());
        assertThat(tests.summaryFor(subject, OPENED)).isEmpty();
    }

    @Test
    @TestTransaction
    void tellsAnOpenCaseWithItsDueInstant() {
        TestSubject subject = Subjects.any();
        UUID id = queued(subject);

        assertThat(tests.factsFor(subject, DUE.minusNanos(1000)))
                .isEqualTo(new TestFacts.Open(id, "2021-1", DUE, false));
        assertThat(tests.factsFor(subject, DUE)).isEqualTo(new TestFacts.Open(id, "2021-1", DUE, true));
        assertThat(tests.summaryFor(subject, DUE)).hasValueSatisfying(summary -> {
            assertThat(summary.id()).isEqualTo(id);
            assertThat(summary.state()).isEqualTo(TestState.QUEUED);
            assertThat(summary.dueAt()).isEqualTo(DUE);
            assertThat(summary.overdue()).isTrue();
        });
    }

    @Test
    @TestTransaction
    void answersForManySubjectsAtOnce() {
        TestSubject queued = Subjects.any();
        TestSubject absent = Subjects.any();
        UUID id = queued(queued);

        assertThat(tests.summariesFor(List.of(queued, absent), OPENED))
                .hasSize(1)
                .hasEntrySatisfying(queued, summary -> {
                    assertThat(summary.id()).isEqualTo(id);
                    assertThat(summary.overdue()).isFalse();
                });
    }

    @Test
    @TestTransaction
    void standsWhereItsDueInstantPutsIt() {
        // Long ago, so that whatever other tests left in the queue comes later.
        TestSubject first = Subjects.any();
        TestSubject second = Subjects.any();
        queued(first, Instant.parse("1990-01-01T00:00:00Z"));
        queued(second, Instant.parse("1990-01-01T00:00:01Z"));

        assertThat(tests.summaryFor(first, OPENED).orElseThrow().queuePosition())
                .hasValue(1);
        assertThat(tests.summaryFor(second, OPENED).orElseThrow().queuePosition())
                .hasValue(2);
    }

    @Test
    @TestTransaction
    void tellsTheProblemsOfAFailedTestWithoutTheirText() {
        TestSubject subject = Subjects.any();
        UUID id = queued(subject);
        execute(
                "UPDATE technical_test SET state = 'IN_TEST', laboratory = 'lab', claimed_until = due_at WHERE id = ?1",
                id);
        execute(
                "INSERT INTO finding VALUES (gen_random_uuid(), ?1, 1, 'PERM_EXCESS', 'MAJOR', 'text', 'lab', 'x', now())",
                id);
        execute(
                "INSERT INTO finding VALUES (gen_random_uuid(), ?1, 2, 'PERM_EXCESS', 'MINOR', 'text', 'lab', 'x', now())",
                id);
        execute(
                "UPDATE technical_test SET state = 'FAILED', claimed_until = NULL, concluded_at = opened_at, summary = 's' WHERE id = ?1",
                id);

        assertThat(tests.factsFor(subject, DUE))
                .isEqualTo(new TestFacts.Failed(id, "2021-1", OPENED, List.of("PERM_EXCESS")));
        assertThat(tests.summaryFor(subject, DUE.plus(Duration.ofDays(1)))
                        .orElseThrow()
                        .overdue())
                .isFalse();
    }

    private UUID queued(TestSubject subject) {
        return queued(subject, OPENED);
    }

    private UUID queued(TestSubject subject, Instant openedAt) {
        UUID id = UUID.randomUUID();
        database.createNativeQuery("""
                        INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name,
                               version_code, size_bytes, policy_version, state, opened_at, due_at, version)
                        VALUES (:id, :publisherId, :packageName, :os, :sha256, 'App', '1.0', 1, 1, '2021-1', 'QUEUED',
                               CAST(:openedAt AS timestamptz), CAST(:openedAt AS timestamptz) + interval '7 days', 1)
                        """)
                .setParameter("id", id)
                .setParameter("publisherId", subject.publisherId())
                .setParameter("packageName", subject.packageName())
                .setParameter("os", subject.os())
                .setParameter("sha256", subject.sha256())
                .setParameter("openedAt", openedAt.toString())
                .executeUpdate();
        return id;
    }

    private void execute(String sql, UUID id) {
        database.createNativeQuery(sql).setParameter(1, id).executeUpdate();
    }
}
