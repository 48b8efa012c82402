package io.gatekeeper.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A port on loopback that leads to another one, and may come late or go away. */
public final class Forwarder implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final Duration delay;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** From now on whoever connects to {@code port} reaches {@code target}. */
    public Forwarder(int port, int target) {
        this(port, target, Duration.ZERO);
    }

    /** The same for a way that takes so long in each direction. */
    public static Forwarder slow(int port, int target, Duration delay) {
        return new Forwarder(port, target, delay);
    }

    private Forwarder(int port, int target, Duration delay) {
        this.delay = delay;
        try {
            this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        daemon(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                open.add(client);
                open.add(server);
                daemon(() -> copy(client, server));
                daemon(() -> copy(server, client));
            }
        } catch (IOException e) {
            // Closed, or the target is away: whoever is connected is let go.
            close();
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[65_536];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                Thread.sleep(delay.toMillis());
                out.write(some, 0, read);
            }
        } catch (IOException e) {
            // Either side went away, which ends both.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** How many have connected so far. */
    public int connections() {
        return connections.get();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
