package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestTagTest {

    private static final TestTag TAG = new TestTag(7, false, 12, 2, null);

    @ParameterizedTest
    @ValueSource(strings = {"\"7.0.12.2\"", "W/\"7.0.12.2\"", "\"1.0.0.0\", \"7.0.12.2\"", "*"})
    void isNewsToNobodyWhoHasIt(String ifNoneMatch) {
        assertThat(TAG.isNamedBy(ifNoneMatch)).isTrue();
    }

    @Test
    void isNewsWhenThePositionMoved() {
        assertThat(new TestTag(7, false, 11, 2, null).isNamedBy("\"7.0.12.2\"")).isFalse();
        assertThat(TAG.isNamedBy(null)).isFalse();
    }

    @Test
    void letsActWhoSawThisVersion() {
        assertThatCode(() -> TestTag.require("\"7.0.11.1\"", 7)).doesNotThrowAnyException();
        assertThatCode(() -> TestTag.require("*", 7)).doesNotThrowAnyException();
        assertThatCode(() -> TestTag.require(null, 7)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6.0.12.2\"", "\"70.0.12.2\"", "7.0.12.2", "", "\"\""})
    void stopsWhoSawAnotherVersion(String ifMatch) {
        assertThatThrownBy(() -> TestTag.require(ifMatch, 7)).isInstanceOf(ProblemException.class);
    }
}
