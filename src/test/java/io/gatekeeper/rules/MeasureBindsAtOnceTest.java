package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Crowd;
import io.gatekeeper.testing.Crowd.Answer;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Rules 1 and 3 of the design: no false publish, and a measure binds from the moment its call returns.
 *
 * <p>In every round a measure races submissions, reads and listings of one publisher. Whatever began after the measure's
 * call had returned must be held; whatever overlapped it may have gone either way, but never on an outdated standing.
 */
@QuarkusTest
class MeasureBindsAtOnceTest {

    private static final int ROUNDS = 2_000;
    private static final int ROUNDS_AT_ONCE = 4;
    /** Enough calls by each client that some begin before the measure and some after it. */
    private static final int CALLS = 3;

    @Inject
    DataSource database;

    private final String platform = Tokens.platform("huawei-appgallery");
    private final String other = Tokens.platform("xiaomi-getapps");
    private final String officer = Tokens.regulator("officer-1");

    /** What one round saw that it must not have seen. */
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    @Test
    void publishesAndListsNothingAfterAMeasureHasReturned() throws Exception {
        Crowd crowd = new Crowd(RestAssured.port);
        ExecutorService rounds = Executors.newFixedThreadPool(ROUNDS_AT_ONCE);
        ExecutorService clients = Executors.newFixedThreadPool(ROUNDS_AT_ONCE * 4);
        List<String> publishers = new ArrayList<>();
        try {
            List<Future<?>> played = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                String publisher = Codes.creditCode();
                publishers.add(publisher);
                played.add(rounds.submit(() -> play(crowd, clients, publisher)));
            }
            for (Future<?> round : played) {
                round.get();
            }
        } finally {
            rounds.shutdownNow();
            clients.shutdownNow();
        }
        assertThat(violations).isEmpty();
        assertThat(publishersPublishedOnAnOutdatedStanding(publishers)).isEmpty();
        assertThat(openRequestsThatStillPublish(crowd, publishers)).isEmpty();
    }

    private Void play(Crowd crowd, ExecutorService clients, String publisher)
            throws InterruptedException, ExecutionException {
        crowd.put(officer, "/v1/publishers/" + publisher, Map.of("name", "发布者" + publisher, "aliases", List.of()));
        String approved = crowd.post(
                        platform, "/v1/release-requests", submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .text("id");
        CountDownLatch go = new CountDownLatch(1);
        Future<Answer> measure = clients.submit(() -> {
            go.await();
            return crowd.post(
                    officer,
                    "/v1/measures",
                    Map.of(
                            "publisherId", publisher,
                            "type", "TRANSITIONAL_GUIDANCE",
                            "channel", "PHONE",
                            "legalBasis", "信管函〔2021〕292号",
                            "reason", "race"));
        });
        List<Future<List<Answer>>> racing = List.of(
                clients.submit(() -> {
                    go.await();
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < CALLS; i++) {
                        answers.add(crowd.post(
                                other,
                                "/v1/release-requests",
                                submission(publisher, Codes.packageName(), 1, Codes.sha256())));
                    }
                    return answers;
                }),
                clients.submit(() -> {
                    go.await();
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < CALLS; i++) {
                        answers.add(crowd.get(platform, "/v1/release-requests/" + approved));
                    }
                    return answers;
                }),
                clients.submit(() -> {
                    go.await();
                    return List.of(crowd.post(platform, "/v1/release-requests/" + approved + "/listing", null));
                }));
        go.countDown();
        Answer imposed = measure.get();
        if (imposed.status() != 201) {
            violations.add("the measure was answered " + imposed.status() + " " + imposed.body());
        }
        boolean listed = false;
        for (Future<List<Answer>> answers : racing) {
            for (Answer answer : answers.get()) {
                listed |= answer.text("state").equals("LISTED");
                if (answer.status() >= 500 || answer.status() == 0) {
                    violations.add("answered " + answer.status() + " " + answer.body());
                }
                // A version that was listed in time stays listed, and is read as such.
                if (answer.began() > imposed.ended() && answer.text("state").equals("CLEARED")) {
                    violations.add("published after the measure: " + answer.body());
                }
            }
        }
        Answer afterwards = crowd.post(platform, "/v1/release-requests/" + approved + "/listing", null);
        if (afterwards.status() == 200 && !listed) {
            violations.add("listed after the measure: " + afterwards.body());
        }
        return null;
    }

    /** The database's own word: no PUBLISH is stored with a status version that the measure had raised. */
    private List<String> publishersPublishedOnAnOutdatedStanding(List<String> publishers) throws SQLException {
        return codes("""
                SELECT d.publisher_id FROM decision d
                  JOIN publisher p ON p.credit_code = d.publisher_id
                 WHERE d.publisher_id = ANY (?) AND d.outcome = 'PUBLISH' AND d.status_version >= p.status_version
                """, publishers);
    }

    /** Read through the API, every request that is not listed is held, whatever its row said before. */
    private List<String> openRequestsThatStillPublish(Crowd crowd, List<String> publishers) throws SQLException {
        return codes(
                        "SELECT id::text FROM release_request WHERE publisher_id = ANY (?) AND state = 'CLEARED'",
                        publishers)
                .stream()
                .filter(id -> !crowd.get(Tokens.auditor(), "/v1/release-requests/" + id)
                        .text("state")
                        .equals("HELD"))
                .toList();
    }

    private List<String> codes(String query, List<String> publishers) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", publishers.toArray()));
            List<String> codes = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    codes.add(result.getString(1));
                }
            }
            return codes;
        }
    }
}
