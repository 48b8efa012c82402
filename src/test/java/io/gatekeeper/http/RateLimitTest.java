package io.gatekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void isWrittenAsTheDraftHasIt() {
        RateLimit limit = new RateLimit("reads", 300, Duration.ofMinutes(1), 2, Duration.ofMillis(1_001));
        assertThat(limit.policy()).isEqualTo("\"reads\";q=300;w=60");
        assertThat(limit.state()).isEqualTo("\"reads\";r=2;t=2");

        RateLimit atOnce = RateLimit.ofCallsAtOnce(16, Duration.ofSeconds(1));
        assertThat(atOnce.policy()).isEqualTo("\"at-once\";q=16;qu=\"concurrent-requests\"");
        assertThat(atOnce.state()).isEqualTo("\"at-once\";r=0;t=1");
    }

    @Test
    void neverNamesASecondTooEarly() {
        assertThat(RateLimit.seconds(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(RateLimit.seconds(Duration.ofSeconds(3))).isEqualTo(3);
        assertThat(RateLimit.seconds(Duration.ofSeconds(3).plusNanos(1))).isEqualTo(4);
    }
}
