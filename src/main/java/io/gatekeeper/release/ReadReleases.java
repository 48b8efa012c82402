package io.gatekeeper.release;

import io.gatekeeper.batching.Rounds;
import io.gatekeeper.batching.Rounds.Item;
import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.Warning;
import io.gatekeeper.release.ReleaseRequestView.DecisionShown;
import io.gatekeeper.release.ReleaseRequestView.TestShown;
import io.gatekeeper.release.ReleaseSnapshots.Question;
import io.gatekeeper.release.SubmitReleases.Receipt;
import io.gatekeeper.technicaltest.TechnicalTests;
import io.gatekeeper.technicaltest.TestSubject;
import io.gatekeeper.technicaltest.TestSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Answers what a release request's state is, and never with a decision the facts have overtaken: each one read is held
 * against the publisher's present status version, and decided again first when they differ.
 */
@ApplicationScoped
class ReadReleases {

    private static final int MOST_TOGETHER = 64;
    private static final int ROUNDS_OF_OUTDATED = 2;
    private static final int MOST_WAITING = 8;

    /** @param test null where there is none */
    record Found(ReleaseSnapshot row, TestSummary test) {}

    private final ReleaseSnapshots snapshots;
    private final ReconsiderReleases reconsider;
    private final TechnicalTests tests;
    private final Documents documents;
    private final Clock clock;
    private final Rounds<Question, Found> rounds;
    /** Those that have to be decided again first: after a measure that is every read of a publisher with thousands. */
    private final Rounds<Question, Found> outdated;
    /** Those of them whose publisher somebody is changing, each by itself; nobody waits for them. */
    private final Rounds<Question, Found> waiting;
    /** Those whose test has to be looked up, in the queue as well; the others do not wait for that. */
    private final Rounds<ReleaseSnapshot, Found> tested;

    ReadReleases(
            ReleaseSnapshots snapshots,
            ReconsiderReleases reconsider,
            TechnicalTests tests,
            Documents documents,
            Clock clock) {
        this.snapshots = snapshots;
        this.reconsider = reconsider;
        this.tests = tests;
        this.documents = documents;
        this.clock = clock;
        this.rounds = new Rounds<>(1, MOST_TOGETHER, Rounds.threads(), this::round);
        this.outdated = new Rounds<>(ROUNDS_OF_OUTDATED, MOST_TOGETHER, Rounds.threads(), this::roundOfOutdated);
        this.waiting = new Rounds<>(MOST_WAITING, 1, Rounds.threads(), this::roundOfWaiting);
        this.tested = new Rounds<>(1, MOST_TOGETHER, Rounds.threads(), this::roundOfTested);
    }

    /** The request, or the same problem answer for an absent one and one outside of the scope. */
    CompletionStage<ReleaseRequestView> one(UUID id, Scope scope) {
        return rounds.ask(new Question(id, scope)).thenApply(this::view);
    }

    /** The same, ready to be sent. */
    CompletionStage<ReleaseDocument> document(UUID id, Scope scope) {
        return rounds.ask(new Question(id, scope)).thenApply(this::document);
    }

    /** What a submission led to: as it was made in this very call, or as it stands now. */
    CompletionStage<ReleaseDocument> of(Receipt receipt, Scope scope) {
        // A held one is read, for it may share a test that another platform's submission opened before.
        return receipt.fresh()
                .filter(fresh -> !fresh.mayHaveTest())
                .map(fresh -> CompletableFuture.completedStage(document(new Found(fresh, null))))
                .orElseGet(() -> document(receipt.id(), scope));
    }

    /** One question alone, for callers that wait anyway. */
    @ActivateRequestContext
    ReleaseRequestView now(UUID id, Scope scope) {
        return view(present(id, scope));
    }

    private Found present(UUID id, Scope scope) {
        ReleaseSnapshot seen = snapshots.find(id, scope, clock.instant()).orElseThrow(ReadReleases::absent);
        return found(upToDate(List.of(seen))).get(0);
    }

    /** The publisher of a request within the scope. */
    CreditCode publisherOf(UUID id, Scope scope) {
        return new CreditCode(snapshots
                .find(id, scope, clock.instant())
                .orElseThrow(ReadReleases::absent)
                .publisherId());
    }

    Page<ReleaseRequestView> page(ReleaseFilter filter, Scope scope, Optional<Cursor> after, int limit) {
        List<ReleaseSnapshot> found = snapshots.newestFirst(filter, scope, after, limit + 1, clock.instant());
        Page<ReleaseSnapshot> page = Page.cut(found, limit, s -> new Cursor(s.submittedAt(), s.id().toString()));
        List<ReleaseSnapshot> present = upToDate(page.items()).stream()
                // Deciding again may have moved one out of the state that was asked for.
                .filter(s -> filter.state().map(s.state()::equals).orElse(true))
                .toList();
        return new Page<>(found(present).stream().map(this::view).toList(), page.nextCursor());
    }

    /** A round of questions: one snapshot for all, and an answer each. */
    private void round(List<Item<Question, Found>> items) {
        answer(items, seen(items), outdated);
    }

    /** The same for those that rest on an outdated standing: decided again in one transaction, then answered. */
    @ActivateRequestContext
    void roundOfOutdated(List<Item<Question, Found>> items) {
        Map<CreditCode, List<UUID>> stale = seen(items).stream()
                .flatMap(Optional::stream)
                .filter(ReleaseSnapshot::stale)
                .collect(Collectors.groupingBy(
                        one -> new CreditCode(one.publisherId()),
                        Collectors.mapping(ReleaseSnapshot::id, Collectors.toList())));
        if (!stale.isEmpty()) {
            reconsider.theseUnlessBusy(stale);
        }
        answer(items, seen(items), waiting);
    }

    @ActivateRequestContext
    void roundOfWaiting(List<Item<Question, Found>> items) {
        items.forEach(
                item -> item.answer(present(item.asked().id(), item.asked().scope())));
    }

    private List<Optional<ReleaseSnapshot>> seen(List<Item<Question, Found>> items) {
        return snapshots.find(items.stream().map(Item::asked).toList(), clock.instant());
    }

    /** Answers each as it was seen, and hands those that are outdated on. */
    private void answer(
            List<Item<Question, Found>> items, List<Optional<ReleaseSnapshot>> seen, Rounds<Question, Found> next) {
        for (int i = 0; i < items.size(); i++) {
            Item<Question, Found> item = items.get(i);
            Optional<ReleaseSnapshot> one = seen.get(i);
            if (one.isEmpty()) {
                item.fail(absent());
            } else if (one.get().stale()) {
                next.takeOver(item);
            } else if (one.get().mayHaveTest()) {
                item.answer(tested.ask(one.get()));
            } else {
                item.answer(new Found(one.get(), null));
            }
        }
    }

    @ActivateRequestContext
    void roundOfTested(List<Item<ReleaseSnapshot, Found>> items) {
        Iterator<Found> found = found(items.stream().map(Item::asked).toList()).iterator();
        items.forEach(item -> item.answer(found.next()));
    }

    /** The same requests in the same order, read again where they had to be decided again. */
    private List<ReleaseSnapshot> upToDate(List<ReleaseSnapshot> seen) {
        Map<String, List<UUID>> stale = seen.stream()
                .filter(ReleaseSnapshot::stale)
                .collect(Collectors.groupingBy(
                        ReleaseSnapshot::publisherId, Collectors.mapping(ReleaseSnapshot::id, Collectors.toList())));
        if (stale.isEmpty()) {
            return seen;
        }
        stale.forEach((publisher, ids) -> reconsider.these(ids, new CreditCode(publisher)));
        List<Question> again =
                seen.stream().map(one -> new Question(one.id(), Scope.ANY)).toList();
        return snapshots.find(again, clock.instant()).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    private static ProblemException absent() {
        return ProblemException.notFound("release request");
    }

    private List<Found> found(List<ReleaseSnapshot> rows) {
        Collection<TestSubject> subjects = rows.stream()
                .filter(ReleaseSnapshot::mayHaveTest)
                .map(ReleaseSnapshot::subject)
                .collect(Collectors.toSet());
        Map<TestSubject, TestSummary> summaries =
                subjects.isEmpty() ? Map.of() : tests.summariesFor(subjects, clock.instant());
        return rows.stream()
                .map(row -> new Found(row, row.mayHaveTest() ? summaries.get(row.subject()) : null))
                .toList();
    }

    private ReleaseDocument document(Found found) {
        return new ReleaseDocument(found, documents);
    }

    private ReleaseRequestView view(Found found) {
        ReleaseSnapshot row = found.row();
        TestSummary test = found.test();
        DecisionDocument.Shown decided = documents.shown(row.document());
        return new ReleaseRequestView(
                row.id(),
                row.platformId(),
                row.state(),
                new StoredObject<>(row.submission().text()),
                row.submittedAt(),
                new DecisionShown(
                        row.sequence(),
                        row.outcome(),
                        row.decidedAt(),
                        row.policyVersion(),
                        row.statusVersion(),
                        decided.reasons(),
                        decided.waiver()),
                TestShown.of(test),
                row.isOver() ? null : decided.nextAction(),
                row.closedAt(),
                row.supersededBy(),
                Warning.about(new CreditCode(row.publisherId()), "/publisherId"),
                Etags.of(row.rowVersion(), test));
    }
}
