package io.gatekeeper.release;

import io.gatekeeper.batching.Rounds;
import io.gatekeeper.batching.Rounds.Item;
import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.Problems;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.release.SubmitReleases.Receipt;
import io.gatekeeper.release.SubmitReleases.Result;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes submissions in: checks each against the contract, then submits those that came together in one transaction; where
 * that fails, each by itself, and once more when a twin was faster.
 */
@ApplicationScoped
class Intake {

    private static final int AT_ONCE = 1;

    /** A large round costs the gate as much as the database: two keep both at work. Small ones are better off sharing one. */
    private static final int BATCH_LANES = 2;

    private static final int MOST_TOGETHER = 64;
    private static final int MOST_WAITING = 8;
    private static final int MOST_OF_BATCHES_TOGETHER = 200;

    /** A twin commits or rolls back; so does its successor. More than two in a row is not a race any more. */
    private static final int TRIES = 3;

    private final SubmitReleases submitReleases;
    private final Documents documents;
    private final Validator validator;
    private final DecisionTimes times;
    private final Rounds<Order, Receipt> single;
    /**
     * Apart, so that a batch of a thousand does not stand in the queue before everybody else; an app has always the same,
     * so that its items are taken in the order of their batch.
     */
    private final List<Rounds<Order, Receipt>> batched;
    /** Those whose publisher is just being changed: they wait, each by itself, and nobody waits for them. */
    private final Rounds<Order, Receipt> waiting;

    Intake(SubmitReleases submitReleases, Documents documents, Validator validator, DecisionTimes times) {
        this.submitReleases = submitReleases;
        this.documents = documents;
        this.validator = validator;
        this.times = times;
        this.single = new Rounds<>(AT_ONCE, MOST_TOGETHER, Rounds.threads(), this::round);
        this.waiting = new Rounds<>(MOST_WAITING, 1, Rounds.threads(), this::alone);
        this.batched = Stream.generate(() ->
                        new Rounds<Order, Receipt>(AT_ONCE, MOST_OF_BATCHES_TOGETHER, Rounds.threads(), this::round))
                .limit(BATCH_LANES)
                .toList();
    }

    /** Fails with the problem answer, when there is one; the outcome may come on another thread. */
    CompletionStage<Receipt> take(String platformId, Submission submission, Optional<String> key) {
        return times.single(() -> single.ask(order(platformId, submission, key)));
    }

    /** The same for an item of a batch. */
    CompletionStage<Receipt> takeOfBatch(String platformId, Submission submission, Optional<String> key) {
        return times.ofBatch(() -> {
            Order order = order(platformId, submission, key);
            return batched.get(Math.floorMod(order.app().hashCode(), BATCH_LANES))
                    .ask(order);
        });
    }

    private Order order(String platformId, Submission submission, Optional<String> key) {
        check(submission);
        return new Order(platformId, submission, documents.store(submission), key, RequestId.origin());
    }

    private void check(Submission submission) {
        if (submission == null) {
            throw ProblemException.invalid("", "must be an object");
        }
        Set<ConstraintViolation<Submission>> violations = validator.validate(submission);
        if (!violations.isEmpty()) {
            throw Problems.of(new ConstraintViolationException(violations));
        }
        CreditCode.parse(submission.publisherId(), "/publisherId");
    }

    private void round(List<Item<Order, Receipt>> items) {
        for (List<Item<Order, Receipt>> rest = items; !rest.isEmpty(); ) {
            List<Item<Order, Receipt>> later = new ArrayList<>();
            together(independent(rest, later));
            rest = later;
        }
    }

    /** Those that cannot concern the same request as another one among them; the others go {@code later}. */
    private static List<Item<Order, Receipt>> independent(
            List<Item<Order, Receipt>> items, List<Item<Order, Receipt>> later) {
        Set<Object> seen = new HashSet<>();
        List<Item<Order, Receipt>> independent = new ArrayList<>();
        for (Item<Order, Receipt> item : items) {
            Order order = item.asked();
            boolean newApp = seen.add(order.app());
            boolean newKey = order.key().map(seen::add).orElse(true);
            (newApp && newKey ? independent : later).add(item);
        }
        return independent;
    }

    /** Nobody is told anything before the transaction has committed. */
    private void together(List<Item<Order, Receipt>> items) {
        List<Order> orders = items.stream().map(Item::asked).toList();
        List<Optional<Result>> results = retried(orders.size() == 1, () -> submitReleases.together(orders));
        for (int i = 0; i < items.size(); i++) {
            Item<Order, Receipt> item = items.get(i);
            results.get(i).ifPresentOrElse(result -> tell(item, result), () -> waiting.takeOver(item));
        }
    }

    private void alone(List<Item<Order, Receipt>> items) {
        for (Item<Order, Receipt> item : items) {
            tell(item, retried(true, () -> submitReleases.alone(item.asked())));
        }
    }

    private static void tell(Item<Order, Receipt> item, Result result) {
        result.receipt().ifPresent(item::answer);
        result.problem().ifPresent(item::fail);
    }

    private static <T> T retried(boolean anew, Supplier<T> submission) {
        for (int tried = 1; ; tried++) {
            try {
                return submission.get();
            } catch (RuntimeException e) {
                boolean lostRace = PassingFailure.isRollback(e) || PassingFailure.isUniqueViolation(e);
                if (!anew || tried == TRIES || !lostRace) {
                    throw e;
                }
            }
        }
    }
}
