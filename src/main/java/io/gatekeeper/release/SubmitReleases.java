package io.gatekeeper.release;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.outbox.Event;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.release.Deciding.Decided;
import io.gatekeeper.release.IdempotencyKeys.Found;
import io.gatekeeper.release.IdempotencyKeys.Used;
import io.gatekeeper.release.Order.UsedKey;
import io.gatekeeper.release.ReleaseRequests.Related;
import io.gatekeeper.technicaltest.TestFacts;
import io.gatekeeper.technicaltest.TestSubject;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Platforms submit releases; the gate decides each at once. One transaction for all that are submitted together. */
@ApplicationScoped
class SubmitReleases {

    /**
     * The request a submission led to.
     *
     * @param created false when it is the one the platform made for the same version and artifact before
     * @param fresh   the request as this call made it; empty when it has to be read
     */
    record Receipt(UUID id, boolean created, Optional<ReleaseSnapshot> fresh) {

        static Receipt existing(UUID id) {
            return new Receipt(id, false, Optional.empty());
        }
    }

    /** One submission's own outcome: a receipt, or the problem answer. True only once the transaction has committed. */
    record Result(Optional<Receipt> receipt, Optional<ProblemException> problem) {

        static Result of(Receipt receipt) {
            return new Result(Optional.of(receipt), Optional.empty());
        }

        static Result refused(ProblemException problem) {
            return new Result(Optional.empty(), Optional.of(problem));
        }
    }

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final IdempotencyKeys keys;
    private final Deciding deciding;
    private final Outbox outbox;

    SubmitReleases(
            Gathering gathering, ReleaseRequests requests, IdempotencyKeys keys, Deciding deciding, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.keys = keys;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /**
     * Submits those whose publisher nobody is changing at this moment; it waits for no lock of a publisher, so that one
     * whose standing takes long to change holds up none but its own.
     *
     * <p>Of two calls with the same submission at once, one breaks a unique index; tried again it finds the other.
     *
     * @param orders no two for the same app at the same platform, and no two with the same key
     * @return an outcome for each, in their order; none for those that have to be submitted {@link #alone}
     */
    @Transactional
    List<Optional<Result>> together(List<Order> orders) {
        Map<Order, Result> results = repeated(orders);
        List<Order> asked = without(results, orders);
        if (!asked.isEmpty()) {
            Part<Supplier<Map<CreditCode, EnforcedStanding>>> locked =
                    gathering.lockingUnlessBusy(setOf(asked, Order::publisher));
            LookUps lookUps = lookUps(asked);
            requests.make(List.of(locked, lookUps.related(), lookUps.tests()));
            Map<CreditCode, EnforcedStanding> standings = locked.answer().get();
            List<Order> free = asked.stream()
                    .filter(order -> standings.containsKey(order.publisher()))
                    .toList();
            results.putAll(answer(free, standings, lookUps));
        }
        return orders.stream()
                .map(order -> Optional.ofNullable(results.get(order)))
                .toList();
    }

    /** The same for one, which waits for its publisher; one nobody has heard of gets a row to lock. */
    @Transactional
    Result alone(Order order) {
        Result repeated = repeated(List.of(order)).get(order);
        if (repeated != null) {
            return repeated;
        }
        EnforcedStanding standing = gathering.lock(order.publisher());
        LookUps lookUps = lookUps(List.of(order));
        requests.make(List.of(lookUps.related(), lookUps.tests()));
        return answer(List.of(order), Map.of(order.publisher(), standing), lookUps)
                .get(order);
    }

    /** What has to be known of submissions besides where their publishers stand; to be asked once these are locked. */
    private record LookUps(Part<Map<Order, List<Related>>> related, Part<Map<TestSubject, TestFacts>> tests) {}

    private LookUps lookUps(List<Order> orders) {
        return new LookUps(ReleaseRequests.relatedTo(orders), gathering.askingTestsOf(setOf(orders, Order::subject)));
    }

    private Map<Order, Result> answer(List<Order> asked, Map<CreditCode, EnforcedStanding> standings, LookUps lookUps) {
        if (asked.isEmpty()) {
            return Map.of();
        }
        Map<Order, List<Related>> related = lookUps.related().answer();
        Map<Order, Result> results = existing(asked, related);
        List<Part<?>> written = new ArrayList<>();
        results.putAll(decide(
                without(results, asked), related, standings, lookUps.tests().answer(), written));
        written.addAll(IdempotencyKeys.remembering(used(asked, results, standings)));
        requests.make(written);
        return results;
    }

    /** Those whose key the platform has used before. */
    private Map<Order, Result> repeated(List<Order> orders) {
        Map<UsedKey, Found> found =
                keys.find(orders.stream().flatMap(o -> o.key().stream()).toList());
        Map<Order, Result> results = new HashMap<>();
        for (Order order : orders) {
            order.key().map(found::get).ifPresent(f -> results.put(order, f.answer(order)));
        }
        return results;
    }

    /** Those that are the same by nature as a request that is there. */
    private static Map<Order, Result> existing(List<Order> orders, Map<Order, List<Related>> related) {
        Map<Order, Result> results = new HashMap<>();
        for (Order order : orders) {
            related.get(order).stream()
                    .filter(Related::same)
                    .filter(same -> !isCorrected(same))
                    .findFirst()
                    .ifPresent(same -> results.put(order, Result.of(Receipt.existing(same.id()))));
        }
        return results;
    }

    /** What a hold asks the submitter to mend (a filing number, say) is mended by submitting again. */
    private static boolean isCorrected(Related same) {
        return same.held() && !same.repeated();
    }

    /** @param written takes what the caller's round trip has to write */
    private Map<Order, Result> decide(
            List<Order> orders,
            Map<Order, List<Related>> related,
            Map<CreditCode, EnforcedStanding> standings,
            Map<TestSubject, TestFacts> tests,
            List<Part<?>> written) {
        if (orders.isEmpty()) {
            return Map.of();
        }
        Map<Order, UUID> ids = orders.stream().collect(Collectors.toMap(Function.identity(), o -> Ids.next()));
        List<Event> superseded = supersede(orders, related, ids, standings);
        List<Event> events = new ArrayList<>();
        List<Decided> decided = new ArrayList<>();
        for (Order order : orders) {
            RequestId.following(order.requestId(), () -> {
                Decided one = deciding.first(
                        ids.get(order), order, standings.get(order.publisher()), tests.get(order.subject()));
                decided.add(one);
                events.addAll(one.events());
            });
        }
        // Told afterwards: the case of a corrected submission goes on for its successor instead of ending with it.
        events.addAll(superseded);
        written.addAll(ReleaseRequests.inserting(decided));
        written.add(outbox.appending(events));
        Map<Order, Result> results = new HashMap<>();
        for (int i = 0; i < orders.size(); i++) {
            ReleaseSnapshot fresh =
                    ReleaseSnapshot.of(decided.get(i).row(), decided.get(i).decision());
            results.put(orders.get(i), Result.of(new Receipt(fresh.id(), true, Optional.of(fresh))));
        }
        return results;
    }

    /** Of what was seen held, that which still is once it is locked. */
    private List<Event> supersede(
            List<Order> orders,
            Map<Order, List<Related>> related,
            Map<Order, UUID> ids,
            Map<CreditCode, EnforcedStanding> standings) {
        Map<UUID, Order> successors = new HashMap<>();
        orders.forEach(order -> related.get(order).forEach(seen -> successors.put(seen.id(), order)));
        if (successors.isEmpty()) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        for (ReleaseRequestRow older : requests.lock(successors.keySet())) {
            Order by = successors.get(older.id());
            if (older.request() instanceof ReleaseRequest.Held held) {
                RequestId.following(
                        by.requestId(),
                        () -> events.addAll(superseded(
                                older,
                                held.superseded(
                                        ids.get(by),
                                        standings.get(by.publisher()).at()))));
            }
        }
        // Before the insert: until then the older one may hold the place of the new one in the unique index.
        requests.flush();
        return events;
    }

    private static List<Event> superseded(ReleaseRequestRow older, ReleaseRequest.Superseded superseded) {
        older.become(superseded);
        if (older.testRequestedPolicy().isEmpty()) {
            return List.of();
        }
        older.testNoLongerRequested();
        return List.of(ReleaseEvents.testNoLongerNeeded(older, superseded.at()));
    }

    private static List<Used> used(
            List<Order> orders, Map<Order, Result> results, Map<CreditCode, EnforcedStanding> standings) {
        List<Used> used = new ArrayList<>();
        for (Order order : orders) {
            Receipt receipt = results.get(order).receipt().orElseThrow();
            order.key()
                    .ifPresent(key -> used.add(new Used(
                            key,
                            order.stored(),
                            receipt,
                            standings.get(order.publisher()).at())));
        }
        return used;
    }

    private static List<Order> without(Map<Order, Result> answered, List<Order> orders) {
        return orders.stream().filter(order -> !answered.containsKey(order)).toList();
    }

    private static <T> Set<T> setOf(List<Order> orders, Function<Order, T> value) {
        return orders.stream().map(value).collect(Collectors.toSet());
    }
}
