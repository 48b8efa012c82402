package io.gatekeeper.release;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.Warning;
import io.gatekeeper.release.ReleaseRequestView.DecisionShown;
import io.gatekeeper.release.ReleaseRequestView.TestShown;
import io.gatekeeper.technicaltest.TechnicalTests;
import io.gatekeeper.technicaltest.TestSubject;
import io.gatekeeper.technicaltest.TestSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Answers what a release request's state is, and never with a decision the facts have overtaken: each one read is held
 * against the publisher's present status version, and decided again first when they differ.
 */
@ApplicationScoped
class ReadReleases {

    private final ReleaseSnapshots snapshots;
    private final ReconsiderReleases reconsider;
    private final TechnicalTests tests;
    private final Documents documents;
    private final Clock clock;

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
    }

    /** The request, or the same problem answer for an absent one and one outside of the scope. */
    @ActivateRequestContext
    ReleaseRequestView one(UUID id, Scope scope) {
        ReleaseSnapshot present = upToDate(snapshot(id, scope));
        return view(List.of(present)).get(0);
    }

    /** What a submission led to: as it was made in this very call, or as it stands now. */
    ReleaseRequestView of(SubmitRelease.Receipt receipt, Scope scope) {
        return receipt.fresh().map(fresh -> view(List.of(fresh)).get(0)).orElseGet(() -> one(receipt.id(), scope));
    }

    /** The publisher of a request within the scope. */
    CreditCode publisherOf(UUID id, Scope scope) {
        return new CreditCode(snapshot(id, scope).publisherId());
    }

    Page<ReleaseRequestView> page(ReleaseFilter filter, Scope scope, Optional<Cursor> after, int limit) {
        List<ReleaseSnapshot> found = snapshots.newestFirst(filter, scope, after, limit + 1, clock.instant());
        Page<ReleaseSnapshot> page = Page.cut(found, limit, s -> new Cursor(s.submittedAt(), s.id().toString()));
        List<ReleaseSnapshot> present = page.items().stream()
                .map(this::upToDate)
                // Deciding again may have moved one out of the state that was asked for.
                .filter(s -> filter.state().map(s.state()::equals).orElse(true))
                .toList();
        return new Page<>(view(present), page.nextCursor());
    }

    /** Brings the request up to date first, so that the last decision listed is the one that stands. */
    void bringUpToDate(UUID id, Scope scope) {
        upToDate(snapshot(id, scope));
    }

    private ReleaseSnapshot snapshot(UUID id, Scope scope) {
        return snapshots
                .find(id, scope, clock.instant())
                .orElseThrow(() -> ProblemException.notFound("release request"));
    }

    private ReleaseSnapshot upToDate(ReleaseSnapshot seen) {
        if (!seen.stale()) {
            return seen;
        }
        reconsider.one(seen.id(), new CreditCode(seen.publisherId()));
        return snapshots
                .find(seen.id(), new Scope(Optional.empty(), Optional.empty()), clock.instant())
                .orElseThrow(() -> ProblemException.notFound("release request"));
    }

    private List<ReleaseRequestView> view(List<ReleaseSnapshot> rows) {
        Collection<TestSubject> subjects = rows.stream()
                .filter(ReleaseSnapshot::mayHaveTest)
                .map(ReleaseSnapshot::subject)
                .collect(Collectors.toSet());
        Map<TestSubject, TestSummary> summaries =
                subjects.isEmpty() ? Map.of() : tests.summariesFor(subjects, clock.instant());
        return rows.stream()
                .map(row -> view(row, row.mayHaveTest() ? summaries.get(row.subject()) : null))
                .toList();
    }

    private ReleaseRequestView view(ReleaseSnapshot row, TestSummary test) {
        Submission submission = documents.submission(row.submission());
        DecisionDocument document = documents.decision(row.document());
        boolean over = row.state() == ReleaseState.LISTED
                || row.state() == ReleaseState.WITHDRAWN
                || row.state() == ReleaseState.SUPERSEDED;
        return new ReleaseRequestView(
                row.id(),
                row.platformId(),
                row.state(),
                submission.kind(),
                submission.publisherId(),
                submission.app(),
                submission.version(),
                submission.artifact(),
                submission.filingNumber(),
                submission.declarations(),
                row.submittedAt(),
                new DecisionShown(
                        row.sequence(),
                        row.outcome(),
                        row.decidedAt(),
                        row.policyVersion(),
                        row.statusVersion(),
                        document.reasons()),
                TestShown.of(test),
                over ? null : document.nextAction(),
                row.closedAt(),
                row.supersededBy(),
                Warning.about(new CreditCode(submission.publisherId()), "/publisherId"),
                Etags.of(row.rowVersion(), test));
    }
}
