package io.gatekeeper.batching;

import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;

/**
 * Does work in rounds: the first to come starts one at once, and whatever comes while rounds are under way shares the
 * next. Under no load a round is one item and costs what it would cost alone; under load its fixed cost (a round trip, a
 * flush of the log) is shared by all.
 *
 * <p>A round holds no state beyond itself, so any number of replicas may run them side by side, and what is answered is
 * as true as if each had asked alone: each item is taken up only after it was asked.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class Rounds<I, O> {

    /** Beyond that many the gate cannot be about to answer; better to say so than to let the caller wait. */
    private static final int MOST_WAITING = 10_000;

    private final int atOnce;
    private final int mostInRound;
    private final Executor executor;
    private final Consumer<List<Item<I, O>>> work;
    private final Queue<Item<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param atOnce      how many rounds may be under way at the same time
     * @param mostInRound how many items share a round at most
     * @param executor    where rounds run; may block, and must not carry the caller's context over
     * @param work        does one round, and tells each item its own outcome; an item that is told nothing fails. When it
     *                    fails as a whole, and not because the database is away, it is called again for each item that
     *                    has no outcome yet, alone
     */
    public Rounds(int atOnce, int mostInRound, Executor executor, Consumer<List<Item<I, O>>> work) {
        this.atOnce = atOnce;
        this.mostInRound = mostInRound;
        this.executor = executor;
        this.work = work;
    }

    /** Threads that may block and that carry nothing over from whoever asks: no transaction, no identity. */
    public static Executor threads() {
        return ManagedExecutor.builder()
                .propagated()
                .cleared(ThreadContext.ALL_REMAINING)
                .build();
    }

    /** One caller's part of a round. */
    public static final class Item<I, O> {

        private final I asked;
        private final CompletableFuture<O> outcome = new CompletableFuture<>();
        private volatile Rounds<I, O> answeredBy;

        private Item(I asked) {
            this.asked = asked;
        }

        public I asked() {
            return asked;
        }

        public void answer(O answer) {
            outcome.complete(answer);
        }

        public void fail(Throwable reason) {
            outcome.completeExceptionally(reason);
        }

        /** Leaves the answer to somebody else, so that the round may end before it is there. */
        public void answer(CompletionStage<O> later) {
            answeredBy = null;
            later.whenComplete((answer, failure) -> {
                if (failure == null) {
                    answer(answer);
                } else {
                    fail(failure);
                }
            });
        }
    }

    /** Returns at once; the outcome comes on the thread of the round. */
    public CompletionStage<O> ask(I asked) {
        Item<I, O> item = new Item<>(asked);
        enqueue(item);
        return item.outcome;
    }

    /** Takes an item over from the round of another, which owes it nothing more. */
    public void takeOver(Item<I, O> item) {
        enqueue(item);
    }

    private void enqueue(Item<I, O> item) {
        item.answeredBy = this;
        if (waitingCount.incrementAndGet() > MOST_WAITING) {
            waitingCount.decrementAndGet();
            item.fail(ProblemException.of(
                    ProblemType.UNAVAILABLE, "Too many calls wait for an answer. Nothing was decided; try again."));
            return;
        }
        waiting.add(item);
        startOne();
    }

    private void startOne() {
        int under = running.get();
        while (under < atOnce) {
            if (running.compareAndSet(under, under + 1)) {
                try {
                    executor.execute(this::run);
                } catch (RejectedExecutionException e) {
                    // Shutting down: whoever still waits has to hear of it.
                    running.decrementAndGet();
                    take().forEach(item -> item.fail(e));
                }
                return;
            }
            under = running.get();
        }
    }

    private void run() {
        for (List<Item<I, O>> round = take(); !round.isEmpty(); round = take()) {
            round(round);
        }
        running.decrementAndGet();
        // One that came between the last look and the line above saw all rounds taken and started none.
        if (!waiting.isEmpty()) {
            startOne();
        }
    }

    private void round(List<Item<I, O>> round) {
        try {
            work.accept(round);
        } catch (RuntimeException | Error e) {
            if (round.size() == 1 || PassingFailure.isOutage(e)) {
                undone(round).forEach(item -> item.fail(e));
            } else {
                // One of them is to blame, and the others must not suffer for it.
                undone(round).forEach(item -> round(List.of(item)));
            }
        }
        undone(round).forEach(item -> item.fail(new IllegalStateException("a round forgot one of its items")));
    }

    private List<Item<I, O>> undone(List<Item<I, O>> round) {
        return round.stream()
                .filter(item -> item.answeredBy == this && !item.outcome.isDone())
                .toList();
    }

    private List<Item<I, O>> take() {
        List<Item<I, O>> round = new ArrayList<>();
        for (Item<I, O> next; round.size() < mostInRound && (next = waiting.poll()) != null; ) {
            round.add(next);
        }
        waitingCount.addAndGet(-round.size());
        return round;
    }
}
