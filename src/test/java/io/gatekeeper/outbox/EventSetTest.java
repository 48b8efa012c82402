package io.gatekeeper.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What goes into a row of the outbox comes out of it, byte for byte. */
class EventSetTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2021-11-24T07:00:00.123456Z");

    @Test
    void holdsTheEventsOfOneAppendInTheirOrder() {
        List<Event> events = IntStream.range(0, 5).mapToObj(this::event).toList();

        List<EventSet> sets = EventSet.of(events, JSON);

        assertThat(sets).singleElement().extracting(EventSet::size).isEqualTo(5);
        assertThat(records(sets)).extracting(record -> text(record.key())).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void fillsNoRowBeyondAPage() {
        List<Event> events = IntStream.range(0, 1_000).mapToObj(this::event).toList();

        List<EventSet> sets = EventSet.of(events, JSON);

        assertThat(sets).allSatisfy(set -> assertThat(bytes(set)).hasSizeLessThanOrEqualTo(EventSet.LARGEST));
        assertThat(sets.stream().mapToInt(EventSet::size).sum()).isEqualTo(1_000);
        assertThat(sets).hasSizeLessThan(100);
        assertThat(records(sets))
                .extracting(record -> Integer.valueOf(text(record.key())))
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void givesALargeEventARowOfItsOwn() {
        Event large = new Event(Topic.DEAD_LETTERS, "k", "t", "s", AT, Map.of("data", "x".repeat(100_000)), null);

        List<EventSet> sets = EventSet.of(List.of(event(1), large, event(2)), JSON);

        assertThat(sets).extracting(EventSet::size).containsExactly(1, 1, 1);
        assertThat(records(sets).get(1).value()).hasSizeGreaterThan(100_000);
    }

    @Test
    void keepsWhatHasAMeaningInALine() {
        String odd = "tab\t line\n back\\slash \\t \\n \\0 nul\0 关于";
        Event event = new Event(Topic.DEAD_LETTERS, odd, "t", odd, AT, Map.of("data", odd), odd);

        List<EventSet> sets = EventSet.of(List.of(event, event(1)), JSON);

        assertThat(sets.get(0).lines()).as("PostgreSQL takes no NUL").doesNotContain("\0");
        ProducerRecord<byte[], byte[]> record = records(sets).get(0);
        assertThat(text(record.key())).isEqualTo(odd);
        assertThat(header(record, "ce_subject")).isEqualTo(odd);
        assertThat(header(record, "ce_requestid")).isEqualTo(odd);
        assertThat(text(records(sets).get(1).key())).isEqualTo("1");
    }

    @Test
    void tellsEveryAttribute() {
        ProducerRecord<byte[], byte[]> record =
                records(EventSet.of(List.of(event(7)), JSON)).get(0);

        assertThat(record.topic()).isEqualTo("gatekeeper.release-decisions.v1");
        assertThat(UUID.fromString(header(record, "ce_id")).version()).isEqualTo(7);
        assertThat(header(record, "ce_type")).isEqualTo("gatekeeper.release-decision.made.v1");
        assertThat(header(record, "ce_dataschema"))
                .isEqualTo("urn:gatekeeper:schema:gatekeeper.release-decision.made.v1");
        assertThat(header(record, "ce_subject")).isEqualTo("subject 7");
        assertThat(header(record, "ce_time")).isEqualTo("2021-11-24T07:00:00.123456Z");
        assertThat(record.headers().lastHeader("ce_requestid")).isNull();
        assertThat(text(record.value())).isEqualTo("{\"n\":7,\"text\":\"" + "公".repeat(50) + "\"}");
    }

    @Test
    void tellsTheTraceByItselfAndTakesNothingElseForOne() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01";
        Event traced = event(1).causedBy("call-1 " + trace);
        Event notTraced = event(2).causedBy("call-2 " + trace.replace("0af7", "oaf7"));

        List<ProducerRecord<byte[], byte[]>> records = records(EventSet.of(List.of(traced, notTraced), JSON));

        assertThat(header(records.get(0), "ce_requestid")).isEqualTo("call-1");
        assertThat(header(records.get(0), "ce_traceparent")).isEqualTo(trace);
        assertThat(header(records.get(1), "ce_requestid")).startsWith("call-2 00-oaf7");
        assertThat(records.get(1).headers().lastHeader("ce_traceparent")).isNull();
    }

    private Event event(int n) {
        return new Event(
                Topic.RELEASE_DECISIONS,
                Integer.toString(n),
                "gatekeeper.release-decision.made.v1",
                "subject " + n,
                AT,
                new Data(n, "公".repeat(50)),
                null);
    }

    record Data(int n, String text) {}

    private static List<ProducerRecord<byte[], byte[]>> records(List<EventSet> sets) {
        return sets.stream().flatMap(set -> Wire.records(bytes(set)).stream()).toList();
    }

    private static byte[] bytes(EventSet set) {
        return set.lines().getBytes(StandardCharsets.UTF_8);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
