package io.gatekeeper.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.http.ProblemType;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A body over the limit is answered like everything else, whether it says how long it is or not. */
@QuarkusTest
class BodyLimitTest {

    private static final int LIMIT = 16 * 1024 * 1024;

    @Test
    void refusesABodyThatSaysItIsTooLong() throws Exception {
        assertTooLarge(post(BodyPublishers.ofByteArray(spaces(LIMIT + 1))));
    }

    @Test
    void refusesABodyThatTurnsOutTooLong() throws Exception {
        assertTooLarge(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces(LIMIT + 1)))));
    }

    @Test
    @Timeout(60)
    void readsNoBodyForEver() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
        try {
            assertTooLarge(post(BodyPublishers.ofInputStream(() -> endless)));
        } catch (IOException e) {
            // A sender that does not listen meets a closed connection instead.
            assertThat(e).hasMessageMatching("(?i).*(reset|closed|broken pipe|eof|received no bytes).*");
        }
    }

    @Test
    void readsABodyOfExactlyTheLimit() throws Exception {
        byte[] body = spaces(LIMIT);
        body[LIMIT - 2] = '{';
        body[LIMIT - 1] = '}';
        assertThat(post(BodyPublishers.ofByteArray(body)).statusCode()).isEqualTo(400);
        assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesItBeforeAnythingElse() throws Exception {
        HttpRequest nobodys = HttpRequest.newBuilder(uri())
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(spaces(LIMIT + 1)))
                .build();
        assertTooLarge(client().send(nobodys, BodyHandlers.ofString()));
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        Refusals.assertProblem(
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("X-Request-Id").orElse(""),
                answer.headers().firstValue("Cache-Control").orElse(""),
                answer.body(),
                ProblemType.BODY_TOO_LARGE);
        assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    }

    private static HttpResponse<String> post(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + Tokens.platform())
                .timeout(Duration.ofSeconds(30))
                .POST(body)
                .build();
        return client().send(request, BodyHandlers.ofString());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static URI uri() {
        return URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/release-requests");
    }

    private static byte[] spaces(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        return body;
    }
}
