package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.local.LocalClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database repeats the law: what the code would never write, it refuses. */
@QuarkusTest
class DatabaseLawTest {

    private static final String CLAIM =
            "UPDATE technical_test SET state = 'IN_TEST', laboratory = 'lab', claimed_until = due_at WHERE id = :id";
    private static final String PASS =
            "UPDATE technical_test SET state = 'PASSED', claimed_until = NULL, concluded_at = due_at, summary = 's' WHERE id = :id";
    private static final String FAIL = PASS.replace("PASSED", "FAILED");
    private static final String FIND =
            "INSERT INTO finding VALUES (gen_random_uuid(), :id, 1, 'PERM_EXCESS', 'MAJOR', 'text', 'lab', 'x', now())";

    private static final String EXAMINE =
            "INSERT INTO plan_result VALUES (gen_random_uuid(), :id, 'lab', '*', 'PASS', 'examined', '[]', 'x', now())";

    @Inject
    Cases cases;

    private UUID test;

    @Inject
    LocalClock clock;

    @BeforeEach
    void openACase() {
        // Long before any claim of these cases expires, so that the gate's own sweeps leave them alone.
        clock.freeze(Cases.T0);
        test = cases.opened(Subjects.any());
    }

    @Test
    void holdsOneOpenCaseForASubject() {
        assertRefused("""
                INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                       size_bytes, policy_version, state, opened_at, due_at, version)
                SELECT gen_random_uuid(), publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                       size_bytes, '2022-1', state, opened_at, due_at, 1
                  FROM technical_test WHERE id = :id
                """);
    }

    @Test
    void neverBeginsACaseWithItsVerdict() {
        assertRefused("""
                INSERT INTO technical_test (id, publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                       size_bytes, policy_version, state, opened_at, due_at, laboratory, concluded_at, summary, version)
                SELECT gen_random_uuid(), publisher_id, package_name, os, sha256, app_name, version_name, version_code,
                       size_bytes, policy_version, 'PASSED', opened_at, due_at, 'lab', now(), 's', 1
                  FROM technical_test WHERE id = :id
                """);
    }

    @Test
    void neverConcludesWhatIsNotExamined() {
        assertRefused(
                "UPDATE technical_test SET state = 'PASSED', laboratory = 'lab', concluded_at = now(), summary = 's'"
                        + " WHERE id = :id");
        cases.execute(CLAIM, test);
        cases.execute(
                "UPDATE technical_test SET state = 'AWAITING_PUBLISHER', clock_stopped_at = opened_at, answer_due_at = due_at WHERE id = :id",
                test);
        assertRefused(PASS.replace(
                "claimed_until = NULL", "claimed_until = NULL, clock_stopped_at = NULL, answer_due_at = NULL"));
    }

    @Test
    void failsByFindingsOnly() {
        cases.execute(CLAIM, test);
        cases.execute(EXAMINE, test);
        assertRefused(FAIL);
        cases.execute(FIND, test);

        assertThatCode(() -> cases.execute(FAIL, test)).doesNotThrowAnyException();
    }

    @Test
    void doesNotPassWithAGraveFinding() {
        cases.execute(CLAIM, test);
        cases.execute(EXAMINE, test);
        cases.execute(FIND, test);

        assertRefused(PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE technical_test SET summary = 'another' WHERE id = :id",
                "UPDATE technical_test SET state = 'QUEUED', laboratory = NULL, concluded_at = NULL, summary = NULL WHERE id = :id",
                "UPDATE technical_test SET due_at = due_at + interval '1 day' WHERE id = :id",
                "DELETE FROM technical_test WHERE id = :id"
            })
    void keepsAVerdictForEver(String attempt) {
        cases.execute(CLAIM, test);
        cases.execute(EXAMINE, test);
        cases.execute(PASS, test);

        assertRefused(attempt);
        assertThat(cases.row(test).state()).isEqualTo(TestState.PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE technical_test SET state = 'WHATEVER' WHERE id = :id",
                "UPDATE technical_test SET state = 'IN_TEST' WHERE id = :id",
                "UPDATE technical_test SET laboratory = 'lab' WHERE id = :id",
                "UPDATE technical_test SET clock_stopped_at = due_at WHERE id = :id",
                "UPDATE technical_test SET concluded_at = due_at WHERE id = :id",
                "UPDATE technical_test SET state = 'CANCELLED' WHERE id = :id",
                "UPDATE technical_test SET answer_escalated_at = due_at WHERE id = :id",
                "UPDATE technical_test SET sha256 = repeat('0', 64) WHERE id = :id",
                "UPDATE technical_test SET policy_version = '2022-1' WHERE id = :id",
                "UPDATE technical_test SET policy_version = '' WHERE id = :id",
                "DELETE FROM technical_test WHERE id = :id",
                "UPDATE test_event SET who = 'somebody else' WHERE test_id = :id",
                "DELETE FROM test_event WHERE test_id = :id",
                "DELETE FROM test_request WHERE test_id = :id",
                "INSERT INTO finding VALUES (gen_random_uuid(), :id, 1, 'PERM_EXCESS', 'MAJOR', 'text', 'lab', 'x', now())"
            })
    void refusesWhatNoUseCaseWrites(String attempt) {
        assertRefused(attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE finding SET severity = 'MINOR' WHERE test_id = :id",
                "DELETE FROM finding WHERE test_id = :id",
                "INSERT INTO finding VALUES (gen_random_uuid(), :id, 2, 'PERM_EXCESS', 'MAJOR', 'text', 'another', 'x', now())"
            })
    void keepsFindingsAsTheyWereRecorded(String attempt) {
        cases.execute(CLAIM, test);
        cases.execute(FIND, test);

        assertRefused(attempt);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> cases.execute(sql, test)).isInstanceOf(RuntimeException.class);
    }
}
