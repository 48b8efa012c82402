package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rounds are shared, waiting is not: a publisher whose standing takes long to change holds up none but its own. */
@QuarkusTest
class BusyPublisherTest {

    @Inject
    DataSource database;

    private final Gate platform = Gate.as(Tokens.platform());
    private final Gate officer = Gate.as(Tokens.regulator());

    @Test
    void holdsUpNeitherSubmissionsNorReadsOfOthers() throws Exception {
        String busy = registered();
        String free = registered();
        String read = platform.submit(fresh(busy)).path("id");

        List<CompletableFuture<Response>> ofBusy;
        CompletableFuture<Response> outdated;
        try (Connection change = database.getConnection()) {
            change.setAutoCommit(false);
            changeStanding(change, busy);
            ofBusy = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> platform.submit(fresh(busy))))
                    .toList();
            assertThat(platform.submit(fresh(free)).statusCode()).isEqualTo(201);
            assertThat(platform.post("/v1/release-requests/batch", List.of(fresh(free), fresh(free)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(platform.read(read).statusCode()).isEqualTo(200);
            assertThat(ofBusy).allSatisfy(one -> assertThat(one).isNotDone());
            change.commit();
            outdated = CompletableFuture.supplyAsync(() -> platform.read(read));
        }

        for (CompletableFuture<Response> one : ofBusy) {
            Response answer = one.get(60, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.<Integer>path("decision.statusVersion")).isEqualTo(2);
        }
        assertThat(outdated.get(60, TimeUnit.SECONDS).<Integer>path("decision.statusVersion"))
                .isEqualTo(2);
    }

    @Test
    void nobodyHasHeardOfIsUnverifiedAmongOthers() {
        String unknown = Codes.creditCode();

        Response answer = platform.post(
                "/v1/release-requests/batch", List.of(fresh(registered()), fresh(unknown), fresh(unknown)));

        assertThat(answer.<List<Integer>>path("items.status")).containsExactly(201, 201, 201);
        assertThat(answer.<List<String>>path("items.releaseRequest.state")).containsExactly("CLEARED", "HELD", "HELD");
    }

    private String registered() {
        String publisher = Codes.creditCode();
        officer.put("/v1/publishers/" + publisher, Map.of("name", "发布者" + publisher, "aliases", List.of()))
                .then()
                .statusCode(201);
        return publisher;
    }

    private static Map<String, Object> fresh(String publisher) {
        return submission(publisher, Codes.packageName(), 1, Codes.sha256());
    }

    /** As a change of standing does: its row locked, its version raised, and time passes before the commit. */
    private static void changeStanding(Connection connection, String publisher) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE publisher SET status_version = status_version + 1 WHERE credit_code = ?")) {
            update.setString(1, publisher);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
