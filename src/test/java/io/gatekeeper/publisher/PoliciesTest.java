package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    private static final String DOCUMENT = """
            {"version": "1", "maxNoticesPerPeriod": 3, "watchFrom": 2, "countingIssuers": ["MIIT"],
             "countingKinds": ["BATCH"], "zone": "Asia/Shanghai", "testTerm": "P7D", "confirmationTerm": "P1D",
             "officerTerm": "P1D", "publisherTerm": "P5D", "filingRequired": false}""";

    private final Policies policies = new Policies(null, new ObjectMapper().registerModule(new JavaTimeModule()));

    @Test
    void readsAPolicyAndTellsItsHash() {
        Policy policy = read(DOCUMENT);

        assertThat(policy.maxNoticesPerPeriod()).isEqualTo(3);
        assertThat(policy.testTerm()).isEqualTo(Period.ofDays(7));
        assertThat(policy.testDays()).isEqualTo(TestDays.CALENDAR_DAYS);
        assertThat(policy.expeditionsPerYear()).isEqualTo(2);
        assertThat(policy.expeditionTerm()).isEqualTo(Period.ofDays(7));
        assertThat(policy.hash()).hasSize(64).isNotEqualTo(read(DOCUMENT + " ").hash());
    }

    @Test
    void readsWhatTheFirstPoliciesDidNotKnow() {
        Policy policy = read(DOCUMENT.replace(
                "}", ", \"testDays\": \"WORKING_DAYS\", \"expeditionsPerYear\": 0, \"expeditionTerm\": \"P3D\"}"));

        assertThat(policy.testDays()).isEqualTo(TestDays.WORKING_DAYS);
        assertThat(policy.expeditionsPerYear()).isZero();
        assertThat(policy.expeditionTerm()).isEqualTo(Period.ofDays(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": \"1\"         | \"version\": \"2\"",
                "\"maxNoticesPerPeriod\": 3 | \"maxNoticesPerPeriod\": 0",
                "\"maxNoticesPerPeriod\": 3 | \"maxNoticesPerPeriod\": null",
                "\"maxNoticesPerPeriod\": 3 | \"maxNotices\": 3",
                "\"watchFrom\": 2           | \"watchFrom\": 4",
                "[\"MIIT\"]                 | []",
                "[\"BATCH\"]                | [\"GOSSIP\"]",
                "\"Asia/Shanghai\"          | \"Asia/Nowhere\"",
                "\"P7D\"                    | \"P0D\"",
                "\"P5D\"                    | \"five days\"",
                "false                      | null",
                "}                          | ,",
                "}                          | , \"testDays\": \"SUNDAYS\"}",
                "}                          | , \"expeditionsPerYear\": -1}",
                "}                          | , \"expeditionTerm\": \"P0D\"}",
            })
    void refusesAPolicyItCannotRead(String part, String wrong) {
        String document = DOCUMENT.replace(part, wrong);
        assertThat(document).isNotEqualTo(DOCUMENT);

        assertThatThrownBy(() -> read(document))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Policy 1 cannot be used: ");
    }

    private Policy read(String document) {
        return policies.policy("1", Instant.EPOCH, document);
    }
}
