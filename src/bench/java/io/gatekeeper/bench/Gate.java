package io.gatekeeper.bench;

import io.gatekeeper.testing.GateProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One gate, the production build as a process of its own. */
public final class Gate implements AutoCloseable {

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final GateProcess process;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final double startSeconds;

    /** Returns as soon as it says that it is ready. */
    Gate(List<String> command, Map<String, String> variables) throws InterruptedException {
        Map<String, String> all = new HashMap<>(variables);
        all.put("QUARKUS_HTTP_PORT", "" + port);
        all.put("QUARKUS_MANAGEMENT_PORT", "" + managementPort);
        // As it is deployed.
        all.put("MALLOC_ARENA_MAX", "2");
        long begun = System.nanoTime();
        process = GateProcess.start(command, all);
        while (!isReady()) {
            if (System.nanoTime() - begun > PATIENCE_NANOS
                    || ProcessHandle.of(process.pid()).isEmpty()) {
                process.close();
                throw new IllegalStateException("the gate is not ready:\n" + process.output());
            }
            Thread.sleep(5);
        }
        startSeconds = (System.nanoTime() - begun) / 1e9;
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready")
                            .toURL()
                            .openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** From the start of the process to the first time it was ready. */
    public double startSeconds() {
        return startSeconds;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public String output() {
        return process.output();
    }

    /** SIGTERM, and waits for the end without ever helping with a kill: a JVM that writes a cache assembles it then. */
    public void endByItself() throws InterruptedException {
        process.terminate();
        process.awaitExit();
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        process.close();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
