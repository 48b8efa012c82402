package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditCodeTest {

    @Test
    void computesTheCheckCharacterAsTheStandardDoes() {
        assertThat(new CreditCode("91350100M000100Y43").checks()).isTrue();
        assertThat(new CreditCode("91350100M000100Y44").checks()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "91350100M000100Y4",
                "91350100M000100Y433",
                "91350100M000100Y4Z",
                "91350100m000100y43",
                "9135010AM000100Y43",
                "91350100M000100Y4\u0663"
            })
    void refusesWhatCannotBeACode(String text) {
        assertThatThrownBy(() -> new CreditCode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
