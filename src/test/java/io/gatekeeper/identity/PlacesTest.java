package io.gatekeeper.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(2, 2);

    @Test
    void areTakenAtOnceWhileThereAreAny() {
        assertThat(places.enter().orElseThrow()).isDone();
        assertThat(places.enter().orElseThrow()).isDone();
        assertThat(places.enter().orElseThrow()).isNotDone();
    }

    @Test
    void areHandedOnInTheOrderOfTheLine() {
        CompletableFuture<Void> taken = places.enter().orElseThrow();
        places.enter();
        CompletableFuture<Void> first = places.enter().orElseThrow();
        CompletableFuture<Void> second = places.enter().orElseThrow();

        places.leave(taken);
        assertThat(first).isDone();
        assertThat(second).isNotDone();
        places.leave(first);
        assertThat(second).isDone();
    }

    @Test
    void haveALineThatEnds() {
        CompletableFuture<Void> taken = places.enter().orElseThrow();
        for (int i = 1; i < 4; i++) {
            assertThat(places.enter()).isPresent();
        }
        assertThat(places.enter()).isEmpty();
        places.leave(taken);
        assertThat(places.enter()).isPresent();
    }

    @Test
    void areNotFreedByOneThatLeavesTheLine() {
        CompletableFuture<Void> taken = places.enter().orElseThrow();
        places.enter();
        CompletableFuture<Void> givenUp = places.enter().orElseThrow();
        CompletableFuture<Void> next = places.enter().orElseThrow();

        places.leave(givenUp);
        assertThat(next).isNotDone();
        places.leave(taken);
        assertThat(next).isDone();
        assertThat(givenUp).isNotDone();
    }

    @Test
    void areFreeAgainWhenEverybodyHasLeft() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(places.enter().orElseThrow());
        }
        all.forEach(places::leave);
        assertThat(places.enter().orElseThrow()).isDone();
        assertThat(places.enter().orElseThrow()).isDone();
        assertThat(places.enter().orElseThrow()).isNotDone();
    }
}
