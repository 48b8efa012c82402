package io.gatekeeper.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.testing.TlsServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a location may lead, and that the connection goes to the address that was looked at, for the host that was named. */
class LocationTest {

    private static final String HOST = "files.example";
    private static Vertx vertx;

    private final LocationGuard guard = new LocationGuard(new PublicAddresses(List.of()), Set.of(443));
    private TlsServer server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void serve() {
        server = new TlsServer(HOST, 0);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://files.example/app.apk, not one of https",
        "file:///etc/passwd, not one of https",
        "https://user@files.example/app.apk, names a user",
        "https:///app.apk, not one of https",
        "https://files.example:8443/app.apk, on port 8443",
        "https://1.1.1.1/app.apk, an address and no host",
        "https://2130706433/app.apk, an address and no host",
        "https://[::1]/app.apk, an address and no host",
        "https://[::ffff:10.0.0.1]/app.apk, an address and no host",
        "https://127.1/app.apk, not one of https",
        "https://localhost/app.apk, not a public one",
        "https://absent.invalid/app.apk, not known",
    })
    void leadsNowhereElse(String location, String problem) {
        assertThatThrownBy(() -> guard.check(URI.create(location)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void connectsToTheAddressItWasGivenForTheHostThatWasNamed() throws Exception {
        AtomicReference<String> named = new AtomicReference<>();
        AtomicReference<String> headers = new AtomicReference<>();
        server.on("/app.apk", exchange -> {
            ExtendedSSLSession session =
                    (ExtendedSSLSession) ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
            named.set(session.getRequestedServerNames().toString());
            headers.set(exchange.getRequestHeaders().keySet().toString());
            TlsServer.answer(
                    exchange, 200, exchange.getRequestURI().getRawQuery().getBytes());
        });

        LocationClient.Answer answer = get(client(HOST), HOST);

        // The name resolves nowhere: nobody has looked it up.
        assertThatThrownBy(() -> InetAddress.getByName(HOST)).isInstanceOf(UnknownHostException.class);
        assertThat(answer.status()).isEqualTo(200);
        try (ResponseStream body = answer.body(100, Duration.ofSeconds(10))) {
            assertThat(body.readAllBytes()).asString().isEqualTo("signature=a%2Fb");
        }
        assertThat(named.get()).contains(HOST);
        assertThat(headers.get()).doesNotContainIgnoringCase("authorization", "cookie");
    }

    @Test
    void believesNoCertificateOfAnotherHostAndNoneThatNobodyVouchesFor() {
        assertThatThrownBy(() -> get(client(HOST), "other.example"))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("TLS");
        assertThatThrownBy(() -> get(client("other.example"), HOST))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("TLS");
        assertThatThrownBy(() -> get(new LocationClient(vertx, Optional.empty()), HOST))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("TLS");
    }

    @Test
    void readsAStreamInBoundedMemoryAndNoFurtherThanItMay() throws Exception {
        byte[] block = new byte[1 << 20];
        server.on("/app.apk", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            // Endless, until whoever reads has had enough.
            while (true) {
                exchange.getResponseBody().write(block);
            }
        });
        long most = 64L << 20;
        try (ResponseStream body = get(client(HOST), HOST).body(most, Duration.ofMinutes(1))) {
            byte[] buffer = new byte[100_000];
            long read = 0;
            IOException ended = null;
            while (ended == null) {
                try {
                    read += body.read(buffer);
                } catch (IOException e) {
                    ended = e;
                }
            }

            assertThat(ended).hasMessageContaining("more bytes");
            assertThat(read).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void waitsForNoHostThatSendsTooSlowly() throws Exception {
        server.on("/app.apk", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (ResponseStream body = get(client(HOST), HOST).body(100, Duration.ofSeconds(1))) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            assertThat(body.problem()).contains("too slowly");
        }
    }

    @Test
    void tellsABrokenConnectionFromAnEnd() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        server.on("/app.apk", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write(new byte[50]);
                exchange.getResponseBody().flush();
            } finally {
                left.countDown();
            }
        });
        LocationClient.Answer answer = get(client(HOST), HOST);
        // It breaks off before anybody reads.
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200);
        try (ResponseStream body = answer.body(100, Duration.ofSeconds(10))) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            assertThat(body.problem()).contains("broke off");
        }
    }

    private LocationClient.Answer get(LocationClient client, String host) throws Exception {
        return client.get(
                URI.create("https://" + host + ":" + server.port() + "/app.apk?signature=a%2Fb"),
                host,
                server.port(),
                InetAddress.getByName("127.0.0.1"));
    }

    private static LocationClient client(String trusted) {
        return new LocationClient(
                vertx, Optional.of(TlsServer.certificate(trusted)).map(Path::toAbsolutePath));
    }
}
