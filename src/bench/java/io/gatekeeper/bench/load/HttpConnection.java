package io.gatekeeper.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One keep-alive connection that never blocks, with the request that is under way on it. */
final class HttpConnection {

    private static final int BUFFER = 64 * 1024;
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final int number;
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer answer = ByteBuffer.allocate(BUFFER);
    private ByteBuffer request = ByteBuffer.allocate(0);
    private int length = -1;
    private long begunAt;
    private long sentAt;

    HttpConnection(int number, int port, Selector selector) throws IOException {
        this.number = number;
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * @param bytes   good until this returns
     * @param begunAt since when the caller counts, in {@link System#nanoTime}
     */
    void send(byte[] bytes, long begunAt) throws IOException {
        this.begunAt = begunAt;
        sentAt = System.nanoTime();
        answer.clear();
        length = -1;
        ByteBuffer all = ByteBuffer.wrap(bytes);
        channel.write(all);
        if (all.hasRemaining()) {
            // Larger than the socket's buffer: the rest goes out when there is room.
            request = ByteBuffer.wrap(Arrays.copyOfRange(bytes, all.position(), bytes.length));
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Does what can be done now; whether the whole answer is there. */
    boolean isAnswered() throws IOException {
        if (key.isWritable()) {
            channel.write(request);
            if (!request.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        if (!key.isReadable()) {
            return false;
        }
        if (!answer.hasRemaining()) {
            answer = ByteBuffer.allocate(answer.capacity() * 4).put(answer.flip());
        }
        if (channel.read(answer) < 0) {
            throw new IOException("the server closed the connection");
        }
        if (length < 0) {
            length = length(answer.array(), answer.position());
        }
        return length >= 0 && answer.position() >= length;
    }

    Answer answer() {
        return new Answer(status(answer.array()), answer.array(), length, sentAt);
    }

    int number() {
        return number;
    }

    long begunAt() {
        return begunAt;
    }

    void close() throws IOException {
        channel.close();
    }

    private static int status(byte[] bytes) {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** The length of the whole answer, or -1 while its head is not there. */
    static int length(byte[] bytes, int count) {
        int body = -1;
        for (int i = 0; i + 3 < count; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                if (bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    int status = status(bytes);
                    if (status == 304 || status == 204) {
                        return i + 4;
                    }
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
