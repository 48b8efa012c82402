package io.gatekeeper.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Keeps a number of keep-alive connections busy, one request under way on each, all from one thread.
 *
 * <p>It shares the processors with what it measures, so it does next to nothing: requests are ready bytes, and of an
 * answer it reads the status and the length. Between the answer and the next request of a connection nothing waits.
 */
final class HttpLoad {

    private static final int BUFFER = 64 * 1024;
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final int expectedStatus;
    private final IntFunction<byte[]> requests;

    /**
     * @param requests the bytes of the next request on a connection, numbered from 0; only good until it is asked again
     */
    HttpLoad(int port, int expectedStatus, IntFunction<byte[]> requests) {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.expectedStatus = expectedStatus;
        this.requests = requests;
    }

    /** One connection with the request that is under way on it. */
    private static final class Connection {
        final int number;
        final SocketChannel channel;
        final ByteBuffer answer = ByteBuffer.allocate(BUFFER);
        ByteBuffer request;
        long begun;
        int length = -1;

        Connection(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    Measured run(int connections, double seconds) {
        return run(connections, seconds, Long.MAX_VALUE);
    }

    /** So many, one after the other. */
    Measured runTimes(long times) {
        return run(1, 600, times);
    }

    private Measured run(int connections, double seconds, long times) {
        try (Selector selector = Selector.open()) {
            Latencies latencies = new Latencies();
            long begun = System.nanoTime();
            long end = begun + (long) (seconds * 1e9);
            int open = connections;
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(i, channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                send(connection);
            }
            long acknowledged = 0;
            while (open > 0) {
                if (selector.select(30_000) == 0) {
                    throw new IllegalStateException("no answer for 30 seconds");
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (key.isReadable() && isAnswered(connection)) {
                        long now = System.nanoTime();
                        acknowledged++;
                        if (now <= end && acknowledged < times) {
                            latencies.add(now - connection.begun);
                            send(connection);
                        } else {
                            connection.channel.close();
                            open--;
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
            return new Measured(seconds, latencies.count(), acknowledged, latencies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(Connection connection) throws IOException {
        connection.request = ByteBuffer.wrap(requests.apply(connection.number));
        connection.answer.clear();
        connection.length = -1;
        connection.begun = System.nanoTime();
        // A request is far smaller than a socket's buffer, and that is empty: it goes out at once.
        while (connection.request.hasRemaining()) {
            connection.channel.write(connection.request);
        }
    }

    private boolean isAnswered(Connection connection) throws IOException {
        ByteBuffer answer = connection.answer;
        if (connection.channel.read(answer) < 0) {
            throw new IOException("the server closed the connection");
        }
        if (connection.length < 0) {
            connection.length = length(answer.array(), answer.position());
            if (connection.length < 0) {
                return false;
            }
            check(answer);
        }
        return answer.position() >= connection.length;
    }

    private void check(ByteBuffer answer) {
        int status = Integer.parseInt(new String(answer.array(), 9, 3, StandardCharsets.US_ASCII));
        if (status != expectedStatus) {
            throw new IllegalStateException("expected " + expectedStatus + ", got "
                    + new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8));
        }
    }

    /** The length of the whole answer, or -1 while its head is not there. */
    static int length(byte[] bytes, int count) {
        int body = -1;
        for (int i = 0; i + 3 < count; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                if (bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    if (body < 0) {
                        throw new IllegalStateException("an answer without Content-Length: "
                                + new String(bytes, 0, count, StandardCharsets.UTF_8));
                    }
                    return i + 4 + body;
                }
                if (isContentLength(bytes, i + 2, count)) {
                    body = number(bytes, i + 2 + CONTENT_LENGTH.length);
                }
            }
        }
        return -1;
    }

    private static boolean isContentLength(byte[] bytes, int from, int count) {
        if (from + CONTENT_LENGTH.length >= count) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((bytes[from + i] | 0x20) != (CONTENT_LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        return number;
    }
}
