package io.gatekeeper.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.time.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the outbox: events that were appended together, in their order, one to a line.
 *
 * <p>A line is the event's id, topic, key, type, subject, time, origin (the request id, while it is traced
 * with a space and the trace; empty for none), the length of its data in bytes
 * of UTF-8, and the data, with tabs between them. {@link Wire} reads it.
 *
 * @param size  how many they are
 * @param lines their lines
 */
record EventSet(int size, String lines) {

    /** Bytes. With its other columns a row fills a page of PostgreSQL at most, unless a single event is larger. */
    static final int LARGEST = 7_900;

    /** As few sets as hold all of them. */
    static List<EventSet> of(List<Event> events, ObjectMapper json) {
        List<EventSet> sets = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        int size = 0;
        int bytes = 0;
        for (Event event : events) {
            byte[] data = write(event, json);
            StringBuilder line = line(event, data);
            int length = line.length() - 1 + data.length;
            if (size > 0 && bytes + length > LARGEST) {
                sets.add(new EventSet(size, lines.toString()));
                lines.setLength(0);
                size = 0;
                bytes = 0;
            }
            lines.append(line);
            size++;
            bytes += length;
        }
        if (size > 0) {
            sets.add(new EventSet(size, lines.toString()));
        }
        return sets;
    }

    private static StringBuilder line(Event event, byte[] data) {
        StringBuilder line = new StringBuilder(data.length + 300);
        line.append(Ids.next()).append('\t');
        line.append(event.topic().topicName()).append('\t');
        escape(event.key(), line).append('\t');
        line.append(event.type()).append('\t');
        escape(event.subject(), line).append('\t');
        line.append(event.occurredAt()).append('\t');
        if (event.requestId() != null) {
            escape(event.requestId(), line);
        }
        line.append('\t').append(data.length).append('\t');
        return line.append(new String(data, StandardCharsets.UTF_8)).append('\n');
    }

    /** Keys and subjects may come from outside, as those of a dead letter do; PostgreSQL takes no NUL in a text. */
    private static StringBuilder escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\0' -> line.append("\\0");
                default -> line.append(c);
            }
        }
        return line;
    }

    private static byte[] write(Event event, ObjectMapper json) {
        try {
            return json.writeValueAsBytes(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event data of " + event.type() + " cannot be written as JSON", e);
        }
    }
}
