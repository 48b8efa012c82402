package io.gatekeeper.identity;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * So many calls of one tenant may be under way at once. The others stand in line, which holds no thread, so that a
 * tenant's flood waits for itself and not everybody else for it.
 */
final class Places {

    private final int most;
    private final int mostInLine;
    private final Queue<CompletableFuture<Void>> line = new ArrayDeque<>();
    private int taken;

    Places(int most, int mostInLine) {
        this.most = most;
        this.mostInLine = mostInLine;
    }

    /** Done when the call has its place, often at once; empty when there is no room even in the line. */
    synchronized Optional<CompletableFuture<Void>> enter() {
        if (taken < most) {
            taken++;
            return Optional.of(CompletableFuture.completedFuture(null));
        }
        if (line.size() >= mostInLine) {
            return Optional.empty();
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        line.add(turn);
        return Optional.of(turn);
    }

    /** Hands the place on to the first in line; of a call that was given up in the line, nothing but its turn. */
    void leave(CompletableFuture<Void> place) {
        CompletableFuture<Void> next = next(place);
        if (next != null) {
            next.complete(null);
        }
    }

    private synchronized CompletableFuture<Void> next(CompletableFuture<Void> left) {
        if (!left.isDone() && line.remove(left)) {
            return null;
        }
        CompletableFuture<Void> next = line.poll();
        if (next == null) {
            taken--;
        }
        return next;
    }
}
