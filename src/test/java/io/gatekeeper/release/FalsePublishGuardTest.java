package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last guard is heard when it fires, and nothing else is taken for it. */
@QuarkusTest
class FalsePublishGuardTest {

    @Inject
    ReleaseRequests requests;

    @Inject
    MeterRegistry meters;

    @Test
    void countsAPublishOnAnOutdatedStanding() {
        String publisher = registeredPublisher();
        String id = submit(publisher);
        Gate.imposeGuidance(publisher);
        double before = fired();

        assertRefused("""
                INSERT INTO decision (release_request_id, sequence, publisher_id, outcome, decided_at,
                                      policy_version, status_version, regime_version, document)
                SELECT release_request_id, 99, publisher_id, 'PUBLISH', decided_at,
                       policy_version, status_version, regime_version, document
                  FROM decision WHERE release_request_id = '%s' AND sequence = 1
                """.formatted(id));

        assertThat(fired()).isEqualTo(before + 1);
    }

    @Test
    void countsNoOtherRefusal() {
        String id = submit(Codes.creditCode());
        double before = fired();

        assertRefused("UPDATE release_request SET state = 'LISTED', closed_at = now() WHERE id = '" + id + "'");
        assertRefused("DO $$ BEGIN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END $$");

        assertThat(fired()).isEqualTo(before);
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> requests.make(List.of(Part.writing(sql, List.of(), 1)))))
                .isInstanceOf(RuntimeException.class);
    }

    private double fired() {
        return meters.counter("gatekeeper.false.publish.guards").count();
    }

    private static String submit(String publisher) {
        return Gate.as(Tokens.platform())
                .submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
    }
}
