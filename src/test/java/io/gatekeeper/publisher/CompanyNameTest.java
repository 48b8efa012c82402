package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompanyNameTest {

    @ParameterizedTest
    @CsvSource({
        "甲（北京）有限公司, 甲(北京)有限公司",
        "甲【北京】有限公司, 甲(北京)有限公司",
        "ＡＢＣ　科技, ABC 科技",
        "'  甲  有限 公司 ', 甲 有限 公司",
    })
    void isOneNameHoweverANoticeSpellsIt(String spelt, String other) {
        assertThat(CompanyName.of(spelt)).isEqualTo(CompanyName.of(other));
    }

    @Test
    void keepsDifferentCompaniesApart() {
        assertThat(CompanyName.of("甲(北京)有限公司")).isNotEqualTo(CompanyName.of("甲(上海)有限公司"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"　", "（）", "\u200b", "---"})
    void isNoNameWithoutALetter(String spelt) {
        assertThatThrownBy(() -> CompanyName.parse(spelt, "/name")).isInstanceOf(ProblemException.class);
    }

    @Test
    void isRefusedWhenItUnfoldsBeyondWhatAnIndexHolds() {
        assertThatThrownBy(() -> CompanyName.parse("\ufdfa".repeat(200), "/name"))
                .isInstanceOf(ProblemException.class);
    }
}
