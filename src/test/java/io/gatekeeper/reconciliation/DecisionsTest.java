package io.gatekeeper.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.time.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    @Test
    void tellsApartAHundredThousandThatDifferInFewBits() {
        Decisions decisions = new Decisions();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            UUID id = i % 2 == 0 ? Ids.next() : new UUID(i, 0);
            ids.add(id);
            decisions.add(id, 1);
        }
        decisions.sort();
        assertThat(ids).allMatch(id -> decisions.contains(id, 1));
        assertThat(ids).noneMatch(id -> decisions.contains(id, 2));
        assertThat(decisions.contains(new UUID(0, 1), 1)).isFalse();
    }
}
