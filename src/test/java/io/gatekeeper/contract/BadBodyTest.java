package io.gatekeeper.contract;

import static io.gatekeeper.contract.Refusals.assertProblem;
import static io.gatekeeper.testing.Gate.submission;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that does not fit is refused with the name of the field, and nothing of it is kept. */
@QuarkusTest
class BadBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Gate PLATFORM = Gate.as(Tokens.platform());

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void namesTheField(String pointer, String value) throws JsonProcessingException {
        ObjectNode submission = (ObjectNode) JSON.valueToTree(whole());
        ObjectNode holder = (ObjectNode) submission.at(pointer.substring(0, pointer.lastIndexOf('/')));
        String field = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (value.equals("missing")) {
            holder.remove(field);
        } else {
            holder.set(field, JSON.readTree(value));
        }
        assertThat(assertProblem(submit(submission), ProblemType.INVALID_REQUEST))
                .containsExactly(pointer);
    }

    static Stream<Arguments> namesTheField() {
        List<Arguments> bad = new ArrayList<>();
        bad(bad, "/nonsense", "1", "null", "{}");
        bad(bad, "/app/nonsense", "1");
        bad(bad, "/kind", "missing", "null", "1", "true", "\"update\"", "\"\"", "[]", "{}", "[\"NEW_LISTING\"]");
        bad(
                bad,
                "/publisherId",
                "missing",
                "null",
                "1",
                "\"\"",
                "\"91350100M000100Y4\"",
                "\"91350100m000100y43\"",
                "{}");
        bad(bad, "/app", "missing", "null", "1", "\"com.example\"", "[]", "true");
        bad(
                bad,
                "/app/packageName",
                "missing",
                "null",
                "1",
                "\"\"",
                "\"chat\"",
                "\"com example.chat\"",
                text("a.", 254));
        bad(bad, "/app/packageName", "\"com.example.\\u0000\"", "\"com.example.\\ud800\"", "\"com.\\udc00example\"");
        bad(bad, "/app/os", "missing", "null", "0", "\"WINDOWS\"", "\"android\"");
        bad(bad, "/app/name", "missing", "null", "1", "\"\"", "\"  \"", text("", 201), "\"\\u0000\"", "\"a\\ud83d\"");
        bad(bad, "/version/name", "missing", "null", "8.0", "\"\"", text("", 101), "\"\\u0000\"");
        bad(
                bad,
                "/version/code",
                "missing",
                "null",
                "-1",
                "2147483648",
                "4294967296",
                "1e3",
                "1.0",
                "2040.5",
                "\"2040\"");
        bad(bad, "/version/code", "99999999999999999999", "-9223372036854775809", "true", "[]", "{}", "\"\"");
        bad(
                bad,
                "/artifact/sha256",
                "missing",
                "null",
                "1",
                "\"\"",
                text("", 63),
                text("", 65),
                "\"" + "g".repeat(64) + "\"");
        bad(bad, "/artifact/sizeBytes", "missing", "null", "0", "-1", "4294967297", "\"1\"", "1.5", "1e400");
        bad(bad, "/filingNumber", "\"\"", text("", 65), "1", "[]", "\"\\u0000\"");
        bad(bad, "/declarations", "1", "[]", "\"none\"");
        bad(bad, "/declarations/permissions", "{}", "\"CAMERA\"", array("{\"name\":\"a\",\"purpose\":\"b\"}", 501));
        bad(bad, "/declarations/nonsense", "1");
        return bad.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void namesTheFieldWithinAList(String pointer, String permissions) throws JsonProcessingException {
        ObjectNode submission = (ObjectNode) JSON.valueToTree(whole());
        ((ObjectNode) submission.get("declarations")).set("permissions", JSON.readTree(permissions));
        assertThat(assertProblem(submit(submission), ProblemType.INVALID_REQUEST))
                .containsExactly("/declarations/permissions" + pointer);
    }

    static Stream<Arguments> namesTheFieldWithinAList() {
        String good = "{\"name\": \"android.permission.CAMERA\", \"purpose\": \"扫码\"}";
        return Stream.of(
                Arguments.of("/1", "[" + good + ", null]"),
                Arguments.of("/1", "[" + good + ", 1]"),
                Arguments.of("/1/purpose", "[" + good + ", {\"name\": \"a\"}]"),
                Arguments.of("/1/name", "[" + good + ", {\"name\": \" \", \"purpose\": \"b\"}]"),
                Arguments.of("/0/purpose", "[{\"name\": \"a\", \"purpose\": " + text("", 1_001) + "}]"),
                Arguments.of("/0/nonsense", "[{\"name\": \"a\", \"purpose\": \"b\", \"nonsense\": 1}]"));
    }

    @Test
    void namesEveryFieldAtOnce() {
        Map<String, Object> submission = whole();
        submission.put("app", Map.of("os", "ANDROID"));
        submission.put("version", Map.of("name", "", "code", -1));
        assertThat(assertProblem(submit(submission), ProblemType.INVALID_REQUEST))
                .containsExactlyInAnyOrder("/app/packageName", "/app/name", "/version/name", "/version/code");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isNoJson(String what, byte[] body, String pointer) {
        assertThat(assertProblem(send(body), ProblemType.MALFORMED_JSON)).containsExactly(pointer);
    }

    static Stream<Arguments> isNoJson() throws JsonProcessingException {
        String good = JSON.writeValueAsString(whole());
        return Stream.of(
                Arguments.of("a word", utf8("nonsense"), ""),
                Arguments.of("a broken literal", utf8("nul"), ""),
                Arguments.of("cut off in a string", utf8("{\"kind\": \"VERSION_"), "/kind"),
                Arguments.of("cut off after a field", utf8(good.substring(0, good.length() - 1)), "/filingNumber"),
                Arguments.of("cut off in an object", utf8("{\"app\": {\"os\": \"ANDROID\""), "/app/os"),
                Arguments.of("two values", utf8(good + " {}"), ""),
                Arguments.of("something after it", utf8(good + "x"), ""),
                Arguments.of("a comma too many", utf8("{\"kind\": \"VERSION_UPDATE\",}"), "/kind"),
                Arguments.of("single quotes", utf8("{'kind': 1}"), ""),
                Arguments.of("a comment", utf8("{/* why */ \"kind\": 1}"), ""),
                Arguments.of("not a number", utf8("{\"version\": {\"code\": NaN}}"), "/version/code"),
                Arguments.of("a leading zero", utf8("{\"version\": {\"code\": 01}}"), "/version/code"),
                Arguments.of("a raw control character", utf8("{\"kind\": \"\u0001\"}"), "/kind"),
                Arguments.of("no UTF-8", bytes("{\"kind\": \"", 0xFF, "\"}"), "/kind"),
                Arguments.of("an overlong encoding", bytes("{\"kind\": \"", 0xC0, "\"}"), "/kind"));
    }

    @Test
    void aFieldThatStandsTwiceIsNamed() {
        assertThat(assertProblem(send(utf8("{\"kind\": 1, \"kind\": 2}")), ProblemType.INVALID_REQUEST))
                .containsExactly("/kind");
        assertThat(assertProblem(
                        send(utf8("{\"app\": {\"os\": \"IOS\", \"os\": \"ANDROID\"}}")), ProblemType.INVALID_REQUEST))
                .containsExactly("/app/os");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedWhereverItStands() {
        String nested = "[".repeat(300) + "]".repeat(300);
        for (String body : List.of(nested, "{\"nonsense\": " + nested + "}", "{\"kind\": " + nested + "}")) {
            assertProblem(send(utf8(body)), ProblemType.INVALID_REQUEST);
        }
        assertThat(assertProblem(PLATFORM.post("/v1/release-requests/batch", nested), ProblemType.INVALID_REQUEST))
                .hasSize(1);
    }

    @Test
    void whatIsTooLongToReadIsRefused() {
        assertThat(assertProblem(send(utf8("{\"kind\": " + text("", 200_000) + "}")), ProblemType.INVALID_REQUEST))
                .containsExactly("/kind");
        assertProblem(
                send(utf8("{\"version\": {\"code\": 1" + "0".repeat(100_000) + "}}")), ProblemType.INVALID_REQUEST);
        assertProblem(send(utf8("{\"" + "x".repeat(100_000) + "\": 1}")), ProblemType.INVALID_REQUEST);
    }

    @Test
    void anInstantIsNoNumberAndNoDate() {
        for (String instant :
                List.of("1", "1637737200000", "1.5", "\"2021-11-24\"", "\"+99999-01-01T00:00:00Z\"", "[2021]")) {
            Response answer = given().auth()
                    .oauth2(Tokens.regulator())
                    .contentType(ContentType.JSON)
                    .body("{\"from\": " + instant
                            + ", \"to\": \"2126-01-01T00:00:00Z\", \"kinds\": [\"NEW_LISTING\"], \"reason\": \"any\"}")
                    .post("/v1/review-windows");
            assertThat(assertProblem(answer, ProblemType.INVALID_REQUEST)).containsExactly("/from");
        }
    }

    @Test
    void aWholeBodyIsNamedByTheEmptyPointer() {
        for (String body : List.of("[]", "null", "1", "\"x\"", "true")) {
            assertThat(assertProblem(send(utf8(body)), ProblemType.INVALID_REQUEST))
                    .containsExactly("");
        }
        for (String body : List.of("{}", "null", "1", "\"x\"", "[]")) {
            assertThat(assertProblem(PLATFORM.post("/v1/release-requests/batch", body), ProblemType.INVALID_REQUEST))
                    .containsExactly("");
        }
        assertThat(assertProblem(
                        PLATFORM.post(
                                "/v1/release-requests/batch",
                                "[" + String.join(",", Collections.nCopies(1_001, "{}")) + "]"),
                        ProblemType.INVALID_REQUEST))
                .containsExactly("");
    }

    @Test
    void aBadItemOfABatchKeepsNoneOfTheOthersFromGoingThrough() {
        Map<String, Object> bad = whole();
        bad.put("nonsense", 1);
        Map<String, Object> worse = whole();
        worse.put("publisherId", "nonsense");
        Response answer = PLATFORM.post(
                "/v1/release-requests/batch", Arrays.asList(whole(), bad, null, List.of(), worse, whole()));
        answer.then().statusCode(200);
        JsonNode items = Refusals.json(answer.asString()).get("items");
        assertThat(items.findValuesAsText("status")).contains("201");
        List<Integer> statuses = new ArrayList<>();
        items.forEach(item -> statuses.add(item.get("status").asInt()));
        assertThat(statuses).containsExactly(201, 400, 400, 400, 400, 201);
        assertThat(items.at("/1/problem/errors/0/pointer").asText()).isEqualTo("/nonsense");
        assertThat(items.at("/2/problem/errors/0/pointer").asText("none")).isEmpty();
        assertThat(items.at("/3/problem/errors/0/pointer").asText("none")).isEmpty();
        assertThat(items.at("/4/problem/errors/0/pointer").asText()).isEqualTo("/publisherId");
        assertThat(items.get(1).has("releaseRequest")).isFalse();
    }

    /** Everything a submission can have. */
    private static Map<String, Object> whole() {
        Map<String, Object> submission = submission("91350100M000100Y43", Codes.packageName(), 1, Codes.sha256());
        submission.put("declarations", Map.of("permissions", List.of()));
        return submission;
    }

    private static Response submit(Object submission) {
        return PLATFORM.post("/v1/release-requests", submission);
    }

    private static Response send(byte[] body) {
        return given().auth()
                .oauth2(Tokens.platform())
                .header("Content-Type", "application/json")
                .body(body)
                .post("/v1/release-requests");
    }

    private static void bad(List<Arguments> table, String pointer, String... values) {
        for (String value : values) {
            table.add(Arguments.of(pointer, value));
        }
    }

    private static String text(String prefix, int length) {
        return "\"" + prefix + "a".repeat(length) + "\"";
    }

    private static String array(String item, int length) {
        return "[" + String.join(",", Collections.nCopies(length, item)) + "]";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String before, int raw, String after) {
        byte[] body = utf8(before + " " + after);
        body[before.length()] = (byte) raw;
        return body;
    }
}
