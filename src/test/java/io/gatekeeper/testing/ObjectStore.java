package io.gatekeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An S3-compatible store as a process of its own, one for the whole run, started by the first test that asks for it.
 *
 * <p>Where it listens is a property of the system and not a static field, because Quarkus loads the classes of tests more
 * than once.
 */
public final class ObjectStore {

    public static final String BUCKET = "files-under-test";

    private static final String PORT = "gatekeeper.test.object-store";
    /** In any archive of the kind that the store comes as. */
    private static final String LAUNCHER = "org/springframework/boot/loader/launch/JarLauncher.class";

    private ObjectStore() {}

    public static URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public static int port() {
        synchronized (System.getProperties()) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(start()));
            }
            return Integer.getInteger(PORT);
        }
    }

    private static int start() {
        int port = Servers.freePort();
        GateProcess store = GateProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        archive(),
                        "--server.port=0",
                        "--http.port=" + port,
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                        "--com.adobe.testing.s3mock.max-payload-size=64MB"),
                Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(store::close));
        try {
            store.await(() -> isOpen(port));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return port;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String archive() {
        URL launcher = ObjectStore.class.getClassLoader().getResource(LAUNCHER);
        try {
            return ((JarURLConnection) launcher.openConnection()).getJarFile().getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
