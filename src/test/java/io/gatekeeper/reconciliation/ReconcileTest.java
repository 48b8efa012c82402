package io.gatekeeper.reconciliation;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** The command as operations runs it, over a verdict whose event nobody ever sent. */
@QuarkusTest
class ReconcileTest {

    private final Gate platform = Gate.as(Tokens.platform());
    private final Gate laboratory = Gate.as(Tokens.laboratory());

    @Inject
    Reconcile reconcile;

    @Inject
    Session database;

    @Test
    void namesAVerdictThatWasNotFollowedAndFollowsItWhenToldTo() throws Exception {
        String release = releaseWithAVerdictThatWasNotFollowed();

        Printed first = run();
        assertThat(first.exit()).isEqualTo(1);
        assertThat(first.text())
                .contains("held requests whose technical test is concluded", "  " + release, "not all agree");
        assertThat(platform.read(release).<String>path("state"))
                .as("a look changes nothing")
                .isEqualTo("HELD");

        assertThat(run("--again").text())
                .contains("  " + release)
                .containsPattern("[1-9]\\d* asked for again or decided again");
        assertThat(platform.read(release).<String>path("state")).isEqualTo("CLEARED");

        assertThat(run().text()).doesNotContain(release);
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws Exception {
        assertThat(run("--agian").exit()).isEqualTo(2);
    }

    /** By SQL, as no use case does it: a verdict is stored together with the event that tells of it. */
    private String releaseWithAVerdictThatWasNotFollowed() {
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);
        String release = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String test = platform.awaitTest(release);
        laboratory.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        laboratory
                .put("/v1/technical-tests/" + test + "/plan", Map.of("rest", Plans.ALL_PASSED))
                .then()
                .statusCode(200);
        execute("UPDATE test_request SET requested_at = requested_at - interval '1 hour' WHERE test_id = :id", test);
        execute("""
                UPDATE technical_test
                   SET state = 'PASSED', claimed_until = NULL, summary = 'nothing found', concluded_at = now() - interval '30 minutes'
                 WHERE id = :id
                """, test);
        return release;
    }

    private void execute(String sql, String id) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeMutationQuery(sql)
                        .setParameter("id", UUID.fromString(id))
                        .executeUpdate());
    }

    private Printed run(String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = Reconcile.COMMAND;
        System.arraycopy(options, 0, arguments, 1, options.length);
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            int exit = reconcile.run(arguments);
            return new Printed(exit, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private record Printed(int exit, String text) {}
}
