package io.gatekeeper.publisher;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Set;

final class PolicyFixtures {

    static final Policy POLICY = new Policy(
            "2021-1",
            Instant.parse("2020-12-31T16:00:00Z"),
            3,
            2,
            Set.of("MIIT"),
            Set.of(NoticeKind.BATCH),
            ZoneId.of("Asia/Shanghai"),
            Period.ofDays(7),
            TestDays.CALENDAR_DAYS,
            Period.ofDays(1),
            Period.ofDays(1),
            Period.ofDays(5),
            false,
            2,
            Period.ofDays(7),
            "hash");

    private PolicyFixtures() {}
}
