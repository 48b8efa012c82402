package io.gatekeeper.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** Receives traces by OTLP over HTTP, and reads of them what a test asks for (opentelemetry-proto, trace/v1). */
final class Collector implements AutoCloseable {

    /** @param parent empty for one that has none */
    record Received(String trace, String id, String parent, String name) {}

    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    Collector(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    List<Received> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void receive(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        if ("gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"))) {
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            }
        }
        fields(body, (field, resource) -> {
            if (field == RESOURCE_SPANS) {
                fields(resource, (inner, scope) -> {
                    if (inner == SCOPE_SPANS) {
                        fields(scope, (innermost, span) -> {
                            if (innermost == SPANS) {
                                spans.add(span(span));
                            }
                        });
                    }
                });
            }
        });
        call.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        call.sendResponseHeaders(200, -1);
        call.close();
    }

    private static Received span(byte[] bytes) {
        List<String> values = new ArrayList<>(List.of("", "", "", ""));
        fields(bytes, (field, value) -> {
            switch (field) {
                case 1 -> values.set(0, HexFormat.of().formatHex(value));
                case 2 -> values.set(1, HexFormat.of().formatHex(value));
                case 4 -> values.set(2, HexFormat.of().formatHex(value));
                case 5 -> values.set(3, new String(value, StandardCharsets.UTF_8));
                default -> {
                    // Of no interest here.
                }
            }
        });
        return new Received(values.get(0), values.get(1), values.get(2), values.get(3));
    }

    /** The fields of a message of Protocol Buffers that have a length; the others are passed over. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> each) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    byte[] value = new byte[(int) varint(in)];
                    in.get(value);
                    each.accept((int) (tag >>> 3), value);
                }
                case 5 -> in.getInt();
                default -> throw new IllegalArgumentException("no such type on the wire: " + tag);
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
