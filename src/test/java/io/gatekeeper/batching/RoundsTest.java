package io.gatekeeper.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void theFirstIsNotKeptWaiting() throws Exception {
        Rounds<Integer, Integer> rounds =
                new Rounds<>(1, 100, threads, items -> items.forEach(item -> item.answer(item.asked() + items.size())));

        assertThat(rounds.ask(10).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(11);
    }

    @Test
    void whatComesDuringARoundSharesTheNext() throws Exception {
        CountDownLatch firstBegun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> sizes = new ArrayList<>();
        Rounds<Integer, Integer> rounds = new Rounds<>(1, 4, threads, items -> {
            sizes.add(items.size());
            firstBegun.countDown();
            await(go);
            items.forEach(item -> item.answer(item.asked()));
        });

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        answers.add(rounds.ask(0).toCompletableFuture());
        firstBegun.await();
        for (int i = 1; i < 10; i++) {
            answers.add(rounds.ask(i).toCompletableFuture());
        }
        go.countDown();

        for (int i = 0; i < 10; i++) {
            assertThat(answers.get(i).get(5, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(sizes).containsExactly(1, 4, 4, 1);
    }

    @Test
    void doNotWaitForWhatSomebodyElseAnswers() throws Exception {
        List<CompletableFuture<Integer>> elsewhere = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        Rounds<Integer, Integer> rounds = new Rounds<>(
                1,
                100,
                threads,
                items -> items.forEach(item -> {
                    if (item.asked() < elsewhere.size()) {
                        item.answer(elsewhere.get(item.asked()));
                    } else {
                        item.answer(item.asked());
                    }
                }));

        List<CompletableFuture<Integer>> later =
                List.of(rounds.ask(0).toCompletableFuture(), rounds.ask(1).toCompletableFuture());
        assertThat(rounds.ask(2).toCompletableFuture().get(5, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(later).noneMatch(CompletableFuture::isDone);

        elsewhere.get(0).complete(7);
        elsewhere.get(1).completeExceptionally(new IllegalArgumentException("one"));
        assertThat(later.get(0).get(5, TimeUnit.SECONDS)).isEqualTo(7);
        assertThatThrownBy(() -> later.get(1).get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachKeepsItsOwnOutcome() {
        Rounds<Integer, Integer> rounds = new Rounds<>(
                1,
                100,
                threads,
                items -> items.forEach(item -> {
                    if (item.asked() == 1) {
                        item.fail(new IllegalArgumentException("one"));
                    } else {
                        item.answer(item.asked());
                    }
                }));

        assertThat(rounds.ask(0).toCompletableFuture().join()).isZero();
        assertThatThrownBy(() -> rounds.ask(1).toCompletableFuture().join()).hasRootCauseMessage("one");
        assertThat(rounds.ask(2).toCompletableFuture().join()).isEqualTo(2);
    }

    @Test
    void aRoundThatFailsOrForgetsLetsNobodyWait() {
        Rounds<Integer, Integer> failing = new Rounds<>(1, 100, threads, items -> {
            throw new IllegalStateException("away");
        });
        Rounds<Integer, Integer> forgetting = new Rounds<>(1, 100, threads, items -> {});

        assertThatThrownBy(() -> failing.ask(1).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasRootCauseMessage("away");
        assertThatThrownBy(() -> forgetting.ask(1).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasRootCauseMessage("a round forgot one of its items");
    }

    @Test
    void underLoadNobodyIsForgottenAndNoMoreRoundsRunThanAllowed() throws Exception {
        AtomicInteger under = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
        Rounds<Integer, Integer> rounds = new Rounds<>(2, 7, threads, items -> {
            seen.add(under.incrementAndGet());
            items.forEach(item -> item.answer(-item.asked()));
            under.decrementAndGet();
        });

        List<CompletableFuture<Void>> callers = IntStream.range(0, 8)
                .mapToObj(caller -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 2_000; i++) {
                                assertThat(rounds.ask(i).toCompletableFuture().join())
                                        .isEqualTo(-i);
                            }
                        },
                        threads))
                .toList();
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(seen).allMatch(n -> n <= 2);
    }

    @Test
    void tooManyWaitingAreToldSo() {
        Rounds<Integer, Integer> rounds = new Rounds<>(1, 1, work -> {}, items -> {});
        for (int i = 0; i < 10_000; i++) {
            assertThat(rounds.ask(i).toCompletableFuture()).isNotDone();
        }

        assertThatThrownBy(() -> rounds.ask(0).toCompletableFuture().join())
                .hasMessageContaining("Too many calls wait");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
