package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gatekeeper.publisher.StatusView.EffectView;
import io.gatekeeper.publisher.StatusView.EffectView.Listed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedStatusTest {

    private static final Instant FROM = Instant.parse("2021-11-24T07:00:00Z");
    private static final Instant UNTIL = Instant.parse("2022-01-01T00:00:00Z");
    private static final CreditCode PUBLISHER = new CreditCode("91350100M000100Y43");
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"腾讯", ",\"asOf\":\"", "\",\"policyVersion\":", "\\\",\"knownAt\":\""})
    void isTheViewOfAnyLaterInstant(String name) throws Exception {
        Instant later = FROM.plusNanos(1_000);
        PresentAnswer answer = new PresentAnswer(
                PreparedStatus.of(7, view(name, FROM), FROM, UNTIL, JSON),
                later.toString().getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.json()).isEqualTo(JSON.writeValueAsBytes(view(name, later)));
        assertThat(answer.tag()).isEqualTo(view(name, later).tag());
    }

    @Test
    void holdsForItsVersionsAndItsTimeOnly() {
        PreparedStatus status = PreparedStatus.of(7, view("a", FROM), FROM, UNTIL, JSON);
        PresentVersions.Of same = new PresentVersions.Of(5, "a");

        assertThat(status.holds(7, same, FROM)).isTrue();
        assertThat(status.holds(7, same, UNTIL.minusNanos(1))).isTrue();
        assertThat(status.holds(7, same, UNTIL)).isFalse();
        assertThat(status.holds(7, same, FROM.minusNanos(1))).isFalse();
        assertThat(status.holds(8, same, FROM)).isFalse();
        assertThat(status.holds(7, new PresentVersions.Of(6, "a"), FROM)).isFalse();
        assertThat(status.holds(7, new PresentVersions.Of(5, "b"), FROM)).isFalse();
        assertThat(status.holds(7, new PresentVersions.Of(5, null), FROM)).isFalse();
    }

    private static StatusView view(String name, Instant at) {
        return new StatusView(
                PUBLISHER,
                name,
                Standing.CLEAR,
                5,
                new Strikes("2021", 0, 3, List.of()),
                List.of(),
                List.of(),
                new EffectView(Effect.PUBLISH, Effect.PUBLISH, Listed.UNTOUCHED),
                at,
                at,
                "2021-1",
                List.of());
    }
}
