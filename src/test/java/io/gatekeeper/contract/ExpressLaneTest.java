package io.gatekeeper.contract;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The express lane answers as Quarkus REST would, byte for byte, or not at all. */
@QuarkusTest
class ExpressLaneTest {

    /** An Accept that this lane leaves to the other one, though it says the same. */
    private static final String ORDINARY = "Accept: application/json, */*;q=0.1";

    private static final String EXPRESS = "Accept: application/json";

    private static final String PLATFORM = Tokens.platform("express-store");

    @Inject
    MeterRegistry meters;

    @Inject
    LocalClock clock;

    private final Gate store = Gate.as(PLATFORM);
    private String publisher;

    /** Answers that show the present instant are the same only while it stands still. */
    @BeforeEach
    void stopTheClock() {
        publisher = registeredPublisher();
        clock.freeze(Instant.now());
    }

    @AfterEach
    void letTheClockGoOn() {
        clock.reset();
    }

    @Test
    void showsAReleaseAsTheOrdinaryLaneDoesToEachRole() throws IOException {
        String path = "/v1/release-requests/" + submitted(publisher);
        for (String reader :
                List.of(PLATFORM, Tokens.publisher(publisher), Tokens.regulator(), Tokens.auditor(), bothRoles())) {
            assertThat(sameInBoth(reader, path, true)).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(sameInBoth(Tokens.laboratory(), path, false)).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void showsAReleaseInEachState() throws IOException {
        String listed = submitted(publisher);
        store.list(listed).then().statusCode(200);
        String withdrawn = submitted(publisher);
        store.withdraw(withdrawn).then().statusCode(200);
        String barred = registeredPublisher();
        Gate.impose(barred, "LISTING_BAN");
        Map<String, Object> first = submission(barred, Codes.packageName(), 1, Codes.sha256());
        String superseded = store.submit(first).path("id");
        first.put("version", Map.of("name", "2", "code", 2));
        String held = store.submit(first).path("id");

        assertShown(listed, "LISTED");
        assertShown(withdrawn, "WITHDRAWN");
        assertShown(superseded, "SUPERSEDED");
        assertShown(held, "HELD");
        assertShown(submitted(publisher), "CLEARED");
        assertShown(submitted(Codes.creditCode()), "HELD");
    }

    @Test
    void showsTheTestOfAHeldRelease() throws IOException {
        String guided = registeredPublisher();
        Gate.imposeGuidance(guided);
        String id = submitted(guided);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> store.read(id).jsonPath().getString("test.id") != null);

        assertThat(assertShown(id, "HELD")).contains("\"test\":{\"id\":");
    }

    @Test
    void showsWhatHasToBeEscaped() throws IOException {
        String odd = Tokens.platform("\"Läden\" \\ 商店 <&> " + UUID.randomUUID());
        String badCheck = withWrongCheckCharacter(Codes.creditCode());
        Map<String, Object> submission = submission(badCheck, Codes.packageName(), 1, Codes.sha256());
        submission.put("app", Map.of("packageName", Codes.packageName(), "os", "ANDROID", "name", "\"}],\\\"聊天😀\n"));
        String id =
                Gate.as(odd).submit(submission).then().statusCode(201).extract().path("id");

        assertThat(sameInBoth(odd, "/v1/release-requests/" + id, true)).contains("CHECK_CHARACTER");
        assertThat(sameInBoth(odd, "/v1/publishers/" + badCheck + "/status", true))
                .contains("CHECK_CHARACTER");
    }

    /** What a submission is answered is written like what is read. */
    @Test
    void answersASubmissionWithWhatIsReadOfIt() {
        for (String submitter : List.of(publisher, withWrongCheckCharacter(Codes.creditCode()))) {
            Map<String, Object> one = submission(submitter, Codes.packageName(), 1, Codes.sha256());
            one.put("app", Map.of("packageName", Codes.packageName(), "os", "ANDROID", "name", "\"}],\\\"聊天😀\n"));
            Response made = store.submit(one);
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.asString()).isEqualTo(store.read(made.path("id")).asString());

            one.put("version", Map.of("name", "2", "code", 2));
            Response batch = store.post("/v1/release-requests/batch", List.of(one, Map.of()));
            String id = batch.path("items[0].releaseRequest.id");
            assertThat(batch.asString())
                    .startsWith("{\"items\":[{\"status\":201,\"releaseRequest\":"
                            + store.read(id).asString() + "},{\"status\":");
            assertThat(batch.<String>path("items[1].problem.type")).endsWith(":invalid-request");
        }
    }

    @Test
    void decidesAgainWhatAMeasureHasOvertaken() throws IOException {
        String first = submitted(publisher);
        String second = submitted(publisher);
        known(PLATFORM);
        Gate.impose(publisher, "LISTING_BAN");

        double before = express();
        assertThat(call(PLATFORM, "/v1/release-requests/" + first, EXPRESS))
                .contains("\"state\":\"HELD\"", "PUBLISHER_BARRED", "\"sequence\":2");
        assertThat(express()).isEqualTo(before + 1);
        assertShown(first, "HELD");
        assertShown(second, "HELD");
    }

    @Test
    void hidesForeignAndAbsentReleasesAsTheOrdinaryLaneDoes() throws IOException {
        String foreign = "/v1/release-requests/" + submitted(publisher);
        String absent = "/v1/release-requests/" + UUID.randomUUID();
        for (String stranger : List.of(Tokens.platform("another-store"), Tokens.publisher(Codes.creditCode()))) {
            String hidden = sameInBoth(stranger, foreign, true);
            assertThat(hidden).startsWith("HTTP/1.1 404 ").isEqualTo(sameInBoth(stranger, absent, true));
        }
    }

    @Test
    void showsWhereAPublisherStandsToEveryRole() throws IOException {
        Gate.imposeGuidance(publisher);
        for (String reader :
                List.of(PLATFORM, Tokens.publisher(), Tokens.laboratory(), Tokens.regulator(), Tokens.auditor())) {
            assertThat(sameInBoth(reader, "/v1/publishers/" + publisher + "/status", true))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("UNDER_GUIDANCE");
        }
        assertThat(sameInBoth(PLATFORM, "/v1/publishers/" + Codes.creditCode() + "/status", true))
                .contains("UNVERIFIED");
    }

    @Test
    void showsAChangeOfStandingAtOnce() throws IOException {
        String path = "/v1/publishers/" + publisher + "/status";
        assertThat(sameInBoth(PLATFORM, path, true)).contains("\"standing\":\"CLEAR\"");
        Gate.impose(publisher, "LISTING_BAN");
        assertThat(sameInBoth(PLATFORM, path, true)).contains("\"standing\":\"BARRED\"");
        Gate.as(Tokens.regulator())
                .put("/v1/publishers/{code}", Map.of("name", "改名" + publisher, "aliases", List.of()), publisher)
                .then()
                .statusCode(200);
        assertThat(sameInBoth(PLATFORM, path, true)).contains("改名" + publisher);
    }

    @Test
    void sparesWhoeverHasItAlready() throws IOException {
        for (String path :
                List.of("/v1/release-requests/" + submitted(publisher), "/v1/publishers/" + publisher + "/status")) {
            String tag = header("ETag", sameInBoth(PLATFORM, path, true));
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                assertThat(sameInBoth(PLATFORM, path, true, "If-None-Match: " + known))
                        .startsWith("HTTP/1.1 304 ");
            }
            assertThat(sameInBoth(PLATFORM, path, true, "If-None-Match: \"other\""))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void countsEachReadOnce() throws IOException {
        String reader = Tokens.platform("four-reads");
        String path = "/v1/publishers/" + publisher + "/status";
        // The first goes the ordinary way, for its token was never seen.
        for (String accept : List.of(EXPRESS, EXPRESS, ORDINARY, EXPRESS)) {
            assertThat(call(reader, path, accept)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(sameInBoth(reader, path, false, 1))
                .startsWith("HTTP/1.1 429 ")
                .contains("RateLimit-Policy: \"reads\";q=4;w=60\r\n");
    }

    @Test
    void countsAReadThatFindsNothingOnce() throws IOException {
        String reader = Tokens.platform("four-misses");
        String path = "/v1/release-requests/" + UUID.randomUUID();
        for (int i = 0; i < 4; i++) {
            assertThat(call(reader, path, EXPRESS)).startsWith("HTTP/1.1 404 ");
        }
        assertThat(call(reader, path, EXPRESS)).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void leavesAloneWhatItDoesNotPlainlyUnderstand() throws IOException {
        String path = "/v1/publishers/" + publisher + "/status";
        String release = "/v1/release-requests/" + submitted(publisher);
        known(PLATFORM);
        double before = express();
        assertThat(call(PLATFORM, path + "?asOf=2026-01-01T00:00:00Z", EXPRESS)).startsWith("HTTP/1.1 200 ");
        assertThat(call(PLATFORM, release + "?wait=PT0S", EXPRESS)).startsWith("HTTP/1.1 200 ");
        assertThat(call(PLATFORM, release + "/", EXPRESS)).startsWith("HTTP/1.1 200 ");
        assertThat(call(PLATFORM, release.replace('-', '_'), EXPRESS)).startsWith("HTTP/1.1 404 ");
        assertThat(call(PLATFORM, path.replace(publisher, "OOOOOOOOOOOOOOOOOO"), EXPRESS))
                .startsWith("HTTP/1.1 400 ");
        assertThat(call(PLATFORM, path, "Accept: text/plain")).startsWith("HTTP/1.1 406 ");
        assertThat(call(null, path, EXPRESS)).startsWith("HTTP/1.1 401 ");
        assertThat(call("nonsense", path, EXPRESS)).startsWith("HTTP/1.1 401 ");
        assertThat(express()).isEqualTo(before);
    }

    @Test
    void isTimedUnderTheRouteOfTheContract() throws IOException {
        known(PLATFORM);
        String path = "/v1/publishers/" + publisher + "/status";
        long before = timed("/v1/publishers/{creditCode}/status");
        call(PLATFORM, path, EXPRESS);
        await().atMost(Duration.ofSeconds(30)).until(() -> timed("/v1/publishers/{creditCode}/status") == before + 1);
    }

    /** Whoever makes up addresses would else make up metrics, until those of the gate's own routes find no room. */
    @Test
    void timesARefusalUnderTheRouteOfTheContract() throws IOException {
        for (String token : new String[] {null, "nonsense", Tokens.laboratory()}) {
            String path = "/v1/laboratories/" + UUID.randomUUID();
            long before = timed("/v1/laboratories/{laboratory}");
            assertThat(call(token, path, EXPRESS)).startsWith("HTTP/1.1 4");
            await().atMost(Duration.ofSeconds(30)).until(() -> timed("/v1/laboratories/{laboratory}") == before + 1);
            assertThat(timed(path)).isZero();
        }
    }

    private long timed(String route) {
        return meters.find("http.server.requests").tag("uri", route).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void givesEveryCallAnIdOfItsOwn() throws IOException {
        known(PLATFORM);
        String path = "/v1/publishers/" + publisher + "/status";
        String first = header("X-Request-Id", call(PLATFORM, path, EXPRESS));
        String second = header("X-Request-Id", call(PLATFORM, path, EXPRESS, "X-Request-Id: not plain"));
        assertThat(UUID.fromString(first)).isNotEqualTo(UUID.fromString(second));
    }

    @Test
    void forgetsATokenTheSecondItExpires() throws IOException {
        String brief = Tokens.of(Claims.of(Role.AUDITOR, "office", "auditor-1")
                .expiringAt(Instant.now().plusSeconds(8)));
        String path = "/v1/publishers/" + publisher + "/status";
        known(brief);
        assertThat(call(brief, path, EXPRESS)).startsWith("HTTP/1.1 200 ");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> call(brief, path, EXPRESS).startsWith("HTTP/1.1 401 "));
    }

    private String submitted(String publisherId) {
        return store.submit(submission(publisherId, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String assertShown(String id, String state) throws IOException {
        String answer = sameInBoth(PLATFORM, "/v1/release-requests/" + id, true);
        assertThat(answer).contains("\"state\":\"" + state + "\"");
        return answer;
    }

    private String sameInBoth(String token, String path, boolean express, String... headers) throws IOException {
        return sameInBoth(token, path, express, 0, headers);
    }

    /**
     * What both lanes answer.
     *
     * @param express whether the one lane answers itself what it is asked
     * @param first   1 if the token is known already
     */
    private String sameInBoth(String token, String path, boolean express, int first, String... headers)
            throws IOException {
        if (first == 0) {
            known(token);
        }
        double before = express();
        String ordinary = call(token, path, with(headers, ORDINARY, "X-Request-Id: the-same"));
        assertThat(express()).as("answered by the ordinary lane").isEqualTo(before);
        String answer = call(token, path, with(headers, EXPRESS, "X-Request-Id: the-same"));
        assertThat(express()).as("answered by the express lane").isEqualTo(express ? before + 1 : before);
        assertThat(sorted(answer)).isEqualTo(sorted(ordinary));
        return answer;
    }

    private void known(String token) throws IOException {
        call(token, "/v1/policies/2024-1", EXPRESS);
    }

    private double express() {
        return meters.get("gatekeeper.reads.express").functionCounter().count();
    }

    private static String call(String token, String path, String... headers) throws IOException {
        try (Wire wire = Wire.open("GET", path, token, with(headers, "Connection: close"))) {
            return wire.all();
        }
    }

    private static String[] with(String[] headers, String... more) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The order of headers says nothing (RFC 9110, section 5.3). */
    private static String sorted(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        String[] lines = answer.substring(0, end).split("\r\n");
        Arrays.sort(lines, 1, lines.length);
        return String.join("\r\n", lines) + answer.substring(end);
    }

    private static String header(String name, String answer) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static String bothRoles() {
        Claims claims = Claims.of(Role.AUDITOR, "office", "auditor-1");
        return Tokens.of(new Claims(
                claims.issuer(),
                claims.audience(),
                claims.subject(),
                claims.organisation(),
                Set.of(Role.AUDITOR.claim(), Role.LABORATORY.claim()),
                null));
    }

    private static String withWrongCheckCharacter(String code) {
        return code.substring(0, 17) + (code.charAt(17) == '0' ? '1' : '0');
    }
}
