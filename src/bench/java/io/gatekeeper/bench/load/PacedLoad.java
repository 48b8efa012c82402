package io.gatekeeper.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Sends at a fixed pace, whatever the answers do, and counts each latency from the instant the request was due: a server
 * that stands still for a moment makes all that would have come meanwhile late, not just the one it was busy with.
 */
public final class PacedLoad {

    /** With more than that under way, what is due waits, and its latency grows. */
    private static final int MOST_CONNECTIONS = 128;

    /** A millisecond of a selector's own would be as long as what is measured. */
    private static final long FINE_NANOS = 1_500_000;

    private static final long NAP_NANOS = 50_000;

    private final int port;
    private final Answer.Judge judge;
    private final IntFunction<byte[]> requests;
    private int opened;

    public PacedLoad(int port, Answer.Judge judge, IntFunction<byte[]> requests) {
        this.port = port;
        this.judge = judge;
        this.requests = requests;
    }

    public Measured run(double perSecond, double seconds) {
        return run(perSecond, seconds, () -> false);
    }

    /** Until the time is over or it has been enough. */
    public Measured run(double perSecond, double seconds, BooleanSupplier enough) {
        return run(perSecond, 0, seconds, enough);
    }

    /** @param leadIn seconds before, whose answers count and whose latencies do not: what is measured is a pace and not its begin */
    public Measured run(double perSecond, double leadIn, double seconds) {
        return run(perSecond, leadIn, seconds, () -> false);
    }

    private Measured run(double perSecond, double leadIn, double seconds, BooleanSupplier enough) {
        try (Selector selector = Selector.open()) {
            Deque<HttpConnection> idle = new ArrayDeque<>();
            Latencies latencies = new Latencies();
            long begun = System.nanoTime();
            long counted = begun + (long) (leadIn * 1e9);
            long acknowledged = 0;
            long sent = 0;
            int busy = 0;
            opened = 0;
            long total = (long) (perSecond * (leadIn + seconds));
            boolean over = false;
            while (!over || busy > 0) {
                long now = System.nanoTime();
                long due = begun + (long) (sent / perSecond * 1e9);
                over = over || sent >= total || enough.getAsBoolean();
                boolean free = !idle.isEmpty() || opened < MOST_CONNECTIONS;
                if (!over && free && now >= due) {
                    connection(idle, selector).send(requests.apply(0), due);
                    sent++;
                    busy++;
                    continue;
                }
                pause(selector, over || !free ? Long.MAX_VALUE : due - now);
                for (SelectionKey key : selector.selectedKeys()) {
                    HttpConnection connection = (HttpConnection) key.attachment();
                    if (connection.isAnswered()) {
                        int good = judge.acknowledged(connection.answer());
                        acknowledged += good;
                        if (good > 0 && connection.begunAt() >= counted) {
                            latencies.add(System.nanoTime() - connection.begunAt());
                        }
                        idle.push(connection);
                        busy--;
                    }
                }
                selector.selectedKeys().clear();
            }
            double took = (System.nanoTime() - begun) / 1e9;
            for (HttpConnection connection : idle) {
                connection.close();
            }
            return Measured.whole(took, acknowledged, latencies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpConnection connection(Deque<HttpConnection> idle, Selector selector) throws IOException {
        return idle.isEmpty() ? new HttpConnection(opened++, port, selector) : idle.pop();
    }

    private static void pause(Selector selector, long nanos) throws IOException {
        if (nanos > FINE_NANOS) {
            selector.select(Math.max(1, Math.min(nanos / 1_000_000 - 1, 100)));
        } else if (selector.selectNow() == 0) {
            LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
        }
    }
}
