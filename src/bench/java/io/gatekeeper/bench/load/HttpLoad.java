package io.gatekeeper.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.IntFunction;

/**
 * Keeps a number of keep-alive connections busy, one request under way on each, all from one thread.
 *
 * <p>It shares the processors with what it measures, so it does next to nothing: requests are ready bytes, and of an
 * answer it reads the status and the length. Between the answer and the next request of a connection nothing waits.
 */
public final class HttpLoad {

    private static final long PATIENCE_MILLIS = 60_000;

    private final int[] ports;
    private final Answer.Judge judge;
    private final IntFunction<byte[]> requests;

    /**
     * @param requests the bytes of the next request on a connection, numbered from 0; only good until it is asked again
     */
    public HttpLoad(int port, int expectedStatus, IntFunction<byte[]> requests) {
        this(new int[] {port}, Answer.Judge.status(expectedStatus), requests);
    }

    /** @param ports the connections take turns */
    public HttpLoad(int[] ports, Answer.Judge judge, IntFunction<byte[]> requests) {
        this.ports = ports.clone();
        this.judge = judge;
        this.requests = requests;
    }

    public Measured run(int connections, double seconds) {
        return run(connections, seconds, Long.MAX_VALUE, false);
    }

    /** So many, one after the other. */
    public Measured runTimes(long times) {
        return runTimes(1, times);
    }

    /** So many in all, and timed until the last answer. */
    public Measured runTimes(int connections, long times) {
        return run(connections, 600, times, true);
    }

    /** For operations so long that it matters where the time ends: counts all of them, until the last answer. */
    public Measured runToTheEnd(int connections, double seconds) {
        return run(connections, seconds, Long.MAX_VALUE, true);
    }

    private Measured run(int connections, double seconds, long times, boolean toTheEnd) {
        try (Selector selector = Selector.open()) {
            Latencies latencies = new Latencies();
            long begun = System.nanoTime();
            long end = begun + (long) (seconds * 1e9);
            int open = (int) Math.min(connections, times);
            long sent = open;
            for (int i = 0; i < open; i++) {
                send(new HttpConnection(i, ports[i % ports.length], selector));
            }
            long completed = 0;
            long acknowledged = 0;
            long last = begun;
            while (open > 0) {
                if (selector.select(PATIENCE_MILLIS) == 0) {
                    throw new IllegalStateException("no answer for a minute");
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    HttpConnection connection = (HttpConnection) key.attachment();
                    if (!connection.isAnswered()) {
                        continue;
                    }
                    last = System.nanoTime();
                    int good = judge.acknowledged(connection.answer());
                    acknowledged += good;
                    if (good > 0 && (last <= end || toTheEnd)) {
                        completed += good;
                        latencies.add(last - connection.begunAt());
                    }
                    if (last <= end && sent < times) {
                        sent++;
                        send(connection);
                    } else {
                        connection.close();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
            return new Measured(toTheEnd ? (last - begun) / 1e9 : seconds, completed, acknowledged, latencies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(HttpConnection connection) throws IOException {
        connection.send(requests.apply(connection.number()), System.nanoTime());
    }
}
