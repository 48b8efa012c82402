package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A case is locked before it is read, so that whoever waited for it acts on what it has become. */
@QuarkusTest
class LockedTestsTest {

    private static final int AT_ONCE = 40;

    @Inject
    Cases cases;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));

    @Test
    void claimsACaseOnceHoweverOftenItIsClaimedAtOnce() {
        UUID test = cases.opened(Subjects.any(), Instant.now());

        List<Integer> answers = IntStream.range(0, AT_ONCE)
                .parallel()
                .mapToObj(i -> beijing.claim(test).extract().statusCode())
                .toList();

        assertThat(answers).isEqualTo(Collections.nCopies(AT_ONCE, 200));
        assertThat(cases.history(test))
                .extracting(event -> event.what)
                .containsOnlyOnce(TestEventRow.What.CLAIMED)
                .filteredOn(TestEventRow.What.CLAIM_RENEWED::equals)
                .hasSize(AT_ONCE - 1);
    }
}
