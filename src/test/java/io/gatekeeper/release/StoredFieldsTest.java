package io.gatekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.release.StoredFields.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredFieldsTest {

    private static final byte[] END = StoredFields.name("end");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":1,\"b\":[]}                                    | 1                   | []",
                "{\"b\":{\"a\":2},\"a\":\"x\"}                         | \"x\"               | {\"a\":2}",
                "{\"c\":\"\\\"a\\\":3,\",\"a\":[{\"b\":\"}]\"},4]}     | [{\"b\":\"}]\"},4]  | ",
                "{\"c\":{\"a\":5},\"b\":null}                          |                     | null",
                "{\"c\":\"\\\\\",\"a\":true,\"b\":\"聊\\u0022天\"}     | true                | \"聊\\u0022天\"",
                "{\"a\":{\"end\":1},\"b\":6,\"end\":7}               | {\"end\":1}         | 6",
                "{\"a\":8,\"end\":{},\"b\":9}                        | 8                   | ",
                "{}                                                    |                     | ",
            })
    void findsTheFieldsOfTheObjectItself(String json, String a, String b) {
        byte[] stored = json.getBytes(StandardCharsets.UTF_8);

        Span[] found = StoredFields.before(END, stored, StoredFields.name("a"), StoredFields.name("b"));

        assertThat(text(stored, found[0])).isEqualTo(a);
        assertThat(text(stored, found[1])).isEqualTo(b);
    }

    private static String text(byte[] stored, Span span) {
        return span == null ? null : new String(stored, span.from(), span.to() - span.from(), StandardCharsets.UTF_8);
    }
}
