package io.gatekeeper.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One keep-alive connection for calls one after the other; not thread-safe. */
public final class HttpCalls implements AutoCloseable {

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(1 << 20);

    public HttpCalls(int port) {
        try {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the answer, which has to have this status. */
    public String call(int expectedStatus, String method, String path, String token, String json) {
        return call(expectedStatus, request(method, path, token, json));
    }

    public String call(int expectedStatus, byte[] request) {
        String text = exchange(expectedStatus, request);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    /** The value of a header of the answer, which has to have this status. */
    public String header(int expectedStatus, byte[] request, String name) {
        return exchange(expectedStatus, request)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no header " + name));
    }

    private String exchange(int expectedStatus, byte[] request) {
        try {
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            answer.clear();
            int length = -1;
            while (length < 0 || answer.position() < length) {
                if (channel.read(answer) < 0) {
                    throw new IOException("the server closed the connection");
                }
                if (length < 0) {
                    length = Framing.length(answer.array(), answer.position());
                }
            }
            String text = new String(answer.array(), 0, Framing.joined(answer.array(), length), StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.1 " + expectedStatus)) {
                throw new IllegalStateException("expected " + expectedStatus + " of "
                        + new String(request, StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse("") + ", got " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The bytes of a request.
     *
     * @param headers further ones, each as it goes over the wire
     */
    public static byte[] request(String method, String path, String token, String json, String... headers) {
        byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Accept: application/json\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + (json == null ? "" : "Content-Type: application/json\r\n")
                + ("GET".equals(method) ? "" : "Content-Length: " + body.length + "\r\n"));
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(bytes, bytes.length + body.length);
        System.arraycopy(body, 0, request, bytes.length, body.length);
        return request;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
