package io.gatekeeper.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import io.gatekeeper.http.ProblemType;
import io.restassured.response.Response;
import java.util.List;
import java.util.regex.Pattern;

/** What every refusal has in common, whatever was refused. */
final class Refusals {

    /** What must never leave: stack traces, class names, SQL. */
    private static final Pattern INSIDES = Pattern.compile(
            "Exception|\\bat [a-z]+\\.|\\b(io|java|jakarta|org|com)\\.[a-z]+\\.|(?i)\\b(select|insert|update) .*\\b(from|into|set)\\b|JDBC");

    private Refusals() {}

    /** The problem of this type in full; answers its pointers. */
    static List<String> assertProblem(Response answer, ProblemType type) {
        return assertProblem(
                answer.statusCode(),
                answer.contentType(),
                answer.header("X-Request-Id"),
                answer.header("Cache-Control"),
                answer.asString(),
                type);
    }

    static List<String> assertProblem(
            int status, String contentType, String requestId, String cacheControl, String body, ProblemType type) {
        assertThat(status).as(body).isEqualTo(type.status());
        assertThat(contentType).isEqualTo("application/problem+json");
        assertThat(cacheControl).isEqualTo("no-store");
        assertThat(body).doesNotContainPattern(INSIDES);
        assertThat(Contract.schemaAt("/components/schemas/Problem").validate(body, InputFormat.JSON))
                .as(body)
                .isEmpty();
        JsonNode problem = json(body);
        assertThat(problem.get("type").asText()).isEqualTo(type.uri().toString());
        assertThat(problem.get("status").asInt()).isEqualTo(type.status());
        assertThat(problem.get("instance").asText()).isEqualTo("urn:gatekeeper:request:" + requestId);
        return problem.path("errors").findValuesAsText("pointer");
    }

    /** A refusal of any kind, but never a failure of ours. */
    static void assertRefused(Response answer) {
        String type = json(answer.asString()).path("type").asText();
        ProblemType problem = java.util.Arrays.stream(ProblemType.values())
                .filter(known -> known.uri().toString().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.asString()));
        assertProblem(answer, problem);
        assertThat(answer.statusCode()).isBetween(400, 499);
    }

    /** The body without what differs from call to call. */
    static JsonNode withoutInstance(Response answer) {
        ObjectNode problem = (ObjectNode) json(answer.asString());
        problem.remove("instance");
        return problem;
    }

    static JsonNode json(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}
