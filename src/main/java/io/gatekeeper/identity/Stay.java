package io.gatekeeper.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The place of one call, given back once, however many of those who carry the call see it end. */
final class Stay {

    private final Places places;
    private final CompletableFuture<Void> place;
    private final AtomicBoolean left = new AtomicBoolean();

    Stay(Places places, CompletableFuture<Void> place) {
        this.places = places;
        this.place = place;
    }

    /** Done when the call may begin. */
    CompletionStage<Void> begun() {
        return place;
    }

    void leave() {
        if (left.compareAndSet(false, true)) {
            places.leave(place);
        }
    }
}
