package io.gatekeeper.outbox;

import io.gatekeeper.http.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The lines of an {@link EventSet} as records on the wire. Text stays the UTF-8 it is in the database and on the wire alike,
 * and what all events of a type have in common is encoded once.
 */
final class Wire {

    private static final List<Header> COMMON = List.of(
            header("content-type", utf8("application/json")),
            header("ce_specversion", utf8("1.0")),
            header("ce_source", utf8(CloudEvents.SOURCE)));

    /** As many as there are types of events. */
    private static final Map<String, List<Header>> OF_TYPE = new ConcurrentHashMap<>();

    private final byte[] lines;
    private int at;

    private Wire(byte[] lines) {
        this.lines = lines;
    }

    /** The events of the lines, in their order. */
    static List<ProducerRecord<byte[], byte[]>> records(byte[] lines) {
        Wire wire = new Wire(lines);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (wire.at < lines.length) {
            records.add(wire.record());
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> record() {
        List<Header> headers = new ArrayList<>(9);
        headers.addAll(COMMON);
        headers.add(header("ce_id", value()));
        String topic = text();
        byte[] key = value();
        headers.addAll(OF_TYPE.computeIfAbsent(text(), Wire::ofType));
        headers.add(header("ce_subject", value()));
        headers.add(header("ce_time", value()));
        byte[] requestId = value();
        if (requestId.length > 0) {
            addOrigin(headers, requestId);
        }
        int length = Integer.parseInt(text());
        byte[] data = Arrays.copyOfRange(lines, at, at + length);
        at += length;
        if (lines[at++] != '\n') {
            throw new IllegalStateException("a line of the outbox does not end where it should");
        }
        return new ProducerRecord<>(topic, null, key, data, headers);
    }

    /** Nobody is asked to know our way to write both into one. */
    private static void addOrigin(List<Header> headers, byte[] origin) {
        // Most are ids alone, which are shorter.
        String text = origin.length > TraceParent.LENGTH ? new String(origin, StandardCharsets.UTF_8) : null;
        String traceParent = TraceParent.of(text);
        if (traceParent == null) {
            headers.add(header("ce_requestid", origin));
        } else {
            headers.add(header("ce_requestid", utf8(text.substring(0, text.length() - traceParent.length() - 1))));
            headers.add(header("ce_traceparent", utf8(traceParent)));
        }
    }

    private String text() {
        return new String(value(), StandardCharsets.UTF_8);
    }

    /** Up to the next tab, which is passed. */
    private byte[] value() {
        int begin = at;
        boolean escaped = false;
        for (; lines[at] != '\t'; at++) {
            escaped |= lines[at] == '\\';
        }
        byte[] value = Arrays.copyOfRange(lines, begin, at++);
        return escaped ? unescaped(value) : value;
    }

    private static byte[] unescaped(byte[] value) {
        byte[] plain = new byte[value.length];
        int n = 0;
        for (int i = 0; i < value.length; i++) {
            byte b = value[i];
            if (b == '\\') {
                b = switch (value[++i]) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case '0' -> '\0';
                    default -> '\\';
                };
            }
            plain[n++] = b;
        }
        return Arrays.copyOf(plain, n);
    }

    private static List<Header> ofType(String type) {
        return List.of(header("ce_type", utf8(type)), header("ce_dataschema", utf8(CloudEvents.SCHEMA_PREFIX + type)));
    }

    private static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
