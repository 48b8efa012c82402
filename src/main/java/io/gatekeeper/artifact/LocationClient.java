package io.gatekeeper.artifact;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one address for what a location names. TLS is for the location's host all the same: its name is what the server is
 * told, and what its certificate has to be for. Nothing is followed, remembered or sent along.
 */
final class LocationClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FIRST_BYTE = Duration.ofSeconds(30);

    private final HttpClient client;

    /** @param authorities certificates (PEM) in place of those the JDK trusts */
    LocationClient(Vertx vertx, Optional<Path> authorities) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setForceSni(true)
                .setKeepAlive(false)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setSslHandshakeTimeout(CONNECT.toSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setMaxPoolSize(16);
        authorities.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options);
    }

    /** The head of an answer whose body waits to be read. */
    record Answer(HttpClientResponse response, ResponseStream body) {

        /** Of a response that has just come, on the event loop that brings it. */
        Answer(HttpClientResponse response) {
            this(response, new ResponseStream(response));
        }

        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(response.getHeader(name));
        }

        ResponseStream body(long most, Duration limit) {
            return body.within(most, limit);
        }

        void drop() {
            response.request().connection().close();
        }
    }

    Answer get(URI location, String host, int port, InetAddress address) throws FetchException {
        String path = location.getRawPath() == null || location.getRawPath().isEmpty() ? "/" : location.getRawPath();
        RequestOptions asked = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(host)
                .setPort(port)
                .setURI(location.getRawQuery() == null ? path : path + "?" + location.getRawQuery())
                .setFollowRedirects(false)
                .putHeader("Accept", "*/*")
                .putHeader("User-Agent", "release-gatekeeper");
        CompletableFuture<Answer> answer = client.request(asked)
                .compose(request -> request.send())
                .map(Answer::new)
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(CONNECT.plus(FIRST_BYTE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.thenAccept(Answer::drop);
            throw new FetchException("The host of the location does not answer in time.", e);
        } catch (ExecutionException e) {
            throw new FetchException(
                    e.getCause() instanceof javax.net.ssl.SSLException
                            ? "No trusted TLS connection to the host of the location comes about."
                            : "The host of the location cannot be reached.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.thenAccept(Answer::drop);
            throw new FetchException("The gate was stopped while it fetched the file.", e);
        }
    }

    void close() {
        client.close();
    }
}
