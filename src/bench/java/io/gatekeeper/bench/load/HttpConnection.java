package io.gatekeeper.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One keep-alive connection that never blocks, with the request that is under way on it. */
final class HttpConnection {

    private static final int BUFFER = 64 * 1024;

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
            length = Framing.length(answer.array(), answer.position());
        }
        return length >= 0 && answer.position() >= length;
    }

    Answer answer() {
        return new Answer(Framing.status(answer.array()), answer.array(), Framing.joined(answer.array(), length), sentAt);
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
}
