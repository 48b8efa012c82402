package io.gatekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PassingFailureTest {

    @Test
    void aDatabaseThatDiesInACommitIsNoFaultOfOurs() {
        RollbackException told = new RollbackException("could not commit transaction");
        told.addSuppressed(new IllegalStateException(new SQLException("an I/O error occurred", "08006")));

        assertThat(PassingFailure.is(new IllegalStateException(told))).isTrue();
        assertThat(PassingFailure.isOutage(told)).isTrue();
        assertThat(PassingFailure.isRollback(told)).isFalse();
    }

    @Test
    void aDatabaseThatDoesNotAnswerWhoConnectsIsNoFaultOfOurs() {
        SQLException interrupted = new SQLException(
                "Something unusual has occurred to cause the driver to fail.",
                "99999",
                new RuntimeException("Interrupted while attempting to connect."));

        assertThat(PassingFailure.isOutage(new IllegalStateException(interrupted)))
                .isTrue();
    }

    @Test
    void whatMerelyFailedBesideAFaultDoesNotExcuseIt() {
        IllegalStateException fault = new IllegalStateException("a fault");
        fault.addSuppressed(new SQLException("the connection is closed", "08003"));

        assertThat(PassingFailure.is(fault)).isFalse();
        assertThat(PassingFailure.is(new SQLException("null value", "23502"))).isFalse();
    }
}
