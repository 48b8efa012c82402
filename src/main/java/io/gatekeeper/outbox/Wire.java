package io.gatekeeper.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A row of the outbox as a record on the wire. Text stays the UTF-8 it is in the database and on the wire alike, and
 * what all events of a type have in common is encoded once.
 */
final class Wire {

    private static final List<Header> COMMON = List.of(
            header("content-type", utf8("application/json")),
            header("ce_specversion", utf8("1.0")),
            header("ce_source", utf8(CloudEvents.SOURCE)));

    /** As many as there are types of events. */
    private static final Map<String, List<Header>> OF_TYPE = new ConcurrentHashMap<>();

    private Wire() {}

    /** From the columns position, event_id, topic, key, type, subject, occurred_at, data, request_id. */
    static ProducerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
        List<Header> headers = new ArrayList<>(9);
        headers.addAll(COMMON);
        headers.add(header("ce_id", utf8(row.getObject(2, UUID.class).toString())));
        headers.addAll(OF_TYPE.computeIfAbsent(row.getString(5), Wire::ofType));
        headers.add(header("ce_subject", row.getBytes(6)));
        headers.add(header(
                "ce_time",
                utf8(row.getObject(7, OffsetDateTime.class).toInstant().toString())));
        byte[] requestId = row.getBytes(9);
        if (requestId != null) {
            headers.add(header("ce_requestid", requestId));
        }
        return new ProducerRecord<>(row.getString(3), null, row.getBytes(4), row.getBytes(8), headers);
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
