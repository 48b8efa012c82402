package io.gatekeeper.publisher;

import static io.gatekeeper.publisher.RegimeCalls.batch;
import static io.gatekeeper.publisher.RegimeCalls.entry;
import static io.gatekeeper.publisher.RegimeCalls.record;
import static io.gatekeeper.publisher.RegimeCalls.register;
import static io.gatekeeper.publisher.RegimeCalls.status;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.CreditCodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The case the gate was made for: nine apps of one company in four batches of one year. */
@QuarkusTest
class November2021Test {

    @Inject
    LocalClock clock;

    private final String publisher = CreditCodes.fresh();

    @BeforeEach
    void inNovember2021() {
        clock.freeze(Instant.parse("2021-11-24T07:00:00Z"));
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void theFourthNoticeOfTheYearPutsAPublisherUnderGuidanceInTheSameCall() {
        String company = "某某计算机系统（深圳）有限公司" + publisher;
        register(publisher, company, List.of()).statusCode(201);

        recordBatch("2021-01-22T02:00:00Z", company, "御龙在天", "QQ同步助手");
        status(publisher).body("standing", equalTo("CLEAR")).body("strikes.count", equalTo(1));
        recordBatch("2021-03-12T02:00:00Z", company, "腾讯动漫", "腾讯手机管家", "腾讯视频");
        status(publisher)
                .body("standing", equalTo("WATCH"))
                .body("strikes.noticesUntilMeasure", equalTo(2))
                .body("effect.VERSION_UPDATE", equalTo("PUBLISH"));
        recordBatch("2021-07-19T02:00:00Z", company, "企业微信", "腾讯地图");
        status(publisher).body("standing", equalTo("AT_LIMIT")).body("strikes.noticesUntilMeasure", equalTo(1));
        recordBatch("2021-11-23T02:00:00Z", company, "微信", "QQ阅读");

        status(publisher)
                .body("standing", equalTo("UNDER_GUIDANCE"))
                .body("strikes.count", equalTo(4))
                .body("strikes.limit", equalTo(3))
                .body("strikes.period", equalTo("2021"))
                .body("measures", hasSize(1))
                .body("measures[0].type", equalTo("TRANSITIONAL_GUIDANCE"))
                .body("measures[0].state", equalTo("IN_FORCE"))
                .body("measures[0].confirmed", equalTo(false))
                .body("effect.NEW_LISTING", equalTo("HOLD_FOR_TEST"))
                .body("effect.VERSION_UPDATE", equalTo("HOLD_FOR_TEST"))
                .body("effect.LISTED_VERSIONS", equalTo("UNTOUCHED"))
                .body("policyVersion", equalTo("2021-1"))
                .body("statusVersion", equalTo(5));
        RegimeCalls.history(publisher)
                .body("items.standing", contains("CLEAR", "CLEAR", "WATCH", "AT_LIMIT", "UNDER_GUIDANCE"));
    }

    private void recordBatch(String publishedAt, String company, String... apps) {
        Object[] entries = Arrays.stream(apps).map(app -> entry(app, company)).toArray();
        record(batch(publishedAt, entries)).statusCode(201);
    }
}
