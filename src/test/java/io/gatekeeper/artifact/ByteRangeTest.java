package io.gatekeeper.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=10-19, 10, 19",
        "bytes=90-1000, 90, 99",
        "bytes=99-, 99, 99",
        "bytes=-1, 99, 99",
        "bytes=-100, 0, 99",
        "bytes=-101, 0, 99",
        "BYTES=5-6, 5, 6",
    })
    void readsASingleRange(String header, long first, long last) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(first, last));
        assertThat(ByteRange.isAsked(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=a-b",
                "bytes=0-1,5-6",
                "items=0-1",
                "bytes=9999999999999999999-"
            })
    void answersWithTheWholeFileWhatIsNone(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(ByteRange.whole(100));
        assertThat(ByteRange.isAsked(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void refusesWhatTheFileHasNot(String header) {
        assertThatThrownBy(() -> ByteRange.of(header, 100))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.RANGE_NOT_SATISFIABLE));
    }
}
