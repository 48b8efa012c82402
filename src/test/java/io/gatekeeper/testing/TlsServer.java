package io.gatekeeper.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real TLS server on loopback, with a certificate for one host that nobody but {@link #certificate} vouches for. */
public final class TlsServer implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Path DIRECTORY = Path.of("target", "test-servers", "tls");

    private final HttpsServer server;
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();

    /** On this port, or on a free one when it is 0. */
    public TlsServer(String host, int port) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(keyStore(host))) {
                keys.load(content, PASSWORD);
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", this::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on answers the path in this way. */
    public void on(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    /** The same with these bytes. */
    public void serve(String path, byte[] content) {
        on(path, exchange -> answer(exchange, 200, content));
    }

    public static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            handlers.getOrDefault(exchange.getRequestURI().getPath(), absent -> answer(absent, 404, new byte[0]))
                    .handle(exchange);
        }
    }

    /** The certificate of a server for this host, in PEM; made when it is first asked for. */
    public static Path certificate(String host) {
        keyStore(host);
        return DIRECTORY.resolve(host + ".pem").toAbsolutePath();
    }

    private static synchronized Path keyStore(String host) {
        Path keys = DIRECTORY.resolve(host + ".p12");
        if (!Files.exists(keys)) {
            try {
                Files.createDirectories(DIRECTORY);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            keytool(
                    keys,
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    "3650",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "SAN=dns:" + host);
            keytool(
                    keys,
                    "-exportcert",
                    "-alias",
                    "server",
                    "-rfc",
                    "-file",
                    DIRECTORY.resolve(host + ".pem").toString());
        }
        return keys;
    }

    private static void keytool(Path keys, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        if (!Programs.succeeds(command)) {
            throw new AssertionError("keytool failed");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
