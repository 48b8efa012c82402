package io.gatekeeper.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Many callers at once, over connections of their own; lighter than RestAssured, for tests that count in thousands. */
public final class Crowd {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    /** @param port the port the gate answers on */
    public Crowd(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /**
     * An answer with the instants around it.
     *
     * @param began {@link System#nanoTime()} before the call
     * @param ended and after it
     */
    public record Answer(int status, JsonNode body, long began, long ended) {
        public String text(String field) {
            return body.path(field).asText();
        }
    }

    public Answer get(String token, String path) {
        return call(token, path, HttpRequest.newBuilder().GET());
    }

    /** @param body written as JSON; null for none */
    public Answer post(String token, String path, Object body) {
        return call(token, path, HttpRequest.newBuilder().POST(publisher(body)));
    }

    public Answer put(String token, String path, Object body) {
        return call(token, path, HttpRequest.newBuilder().PUT(publisher(body)));
    }

    private static HttpRequest.BodyPublisher publisher(Object body) {
        try {
            return body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer call(String token, String path, HttpRequest.Builder request) {
        HttpRequest call = request.uri(URI.create(address + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(call, HttpResponse.BodyHandlers.ofString());
            String body = answer.body();
            return new Answer(
                    answer.statusCode(),
                    body.isEmpty() ? JSON.nullNode() : JSON.readTree(body),
                    began,
                    System.nanoTime());
        } catch (IOException e) {
            // No answer at all: whether the call took effect is unknown, and nothing was acknowledged.
            return new Answer(0, JSON.nullNode(), began, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
