package io.gatekeeper.release;

import io.gatekeeper.gate.HoldReason;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.EnforcedStanding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What an appeal has to know of a decision, and what it makes of releases when a verdict is set aside. */
@ApplicationScoped
public class AppealedDecisions {

    /**
     * What a hold rests on that can be appealed.
     *
     * @param failedTest the technical test whose verdict holds it
     * @param guidance   the measure of transitional guidance that holds it
     * @param ban        the listing ban that holds it
     */
    public record Appealed(Instant decidedAt, Optional<UUID> failedTest, Optional<UUID> guidance, Optional<UUID> ban) {}

    private final ReleaseRequests requests;
    private final ReleaseDecisions decisions;
    private final Expeditions expeditions;
    private final Gathering gathering;
    private final Deciding deciding;
    private final Outbox outbox;

    AppealedDecisions(
            ReleaseRequests requests,
            ReleaseDecisions decisions,
            Expeditions expeditions,
            Gathering gathering,
            Deciding deciding,
            Outbox outbox) {
        this.requests = requests;
        this.decisions = decisions;
        this.expeditions = expeditions;
        this.gathering = gathering;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /** Empty for an absent decision and for one on another publisher's release. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Appealed> find(UUID releaseRequestId, int sequence, String publisherId) {
        return requests.findByIdOptional(releaseRequestId)
                .filter(row -> row.publisher().value().equals(publisherId))
                .flatMap(row -> decisions.document(releaseRequestId, sequence))
                .map(AppealedDecisions::of);
    }

    /** The officers who expedited the release or refused to. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<String> actedOn(UUID releaseRequestId) {
        Set<String> acted = new HashSet<>();
        expeditions
                .of(releaseRequestId)
                .ifPresent(row -> Stream.of(row.proposal, row.decision)
                        .filter(Objects::nonNull)
                        .forEach(said -> acted.add(said.by())));
        return acted;
    }

    /**
     * Decides again what was rejected for a verdict, at every platform, once that is set aside. Nothing is cleared by it: the
     * gate looks at all there is, and the artifact needs a verdict as before.
     *
     * @param releaseRequestId one of those that were rejected
     * @param settingAside     run under the locks of the publisher and the requests, before anything is decided
     * @return those that were rejected
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> reopen(UUID releaseRequestId, Runnable settingAside) {
        ReleaseRequestRow one = requests.findById(releaseRequestId);
        EnforcedStanding standing = gathering.lock(one.publisher());
        List<ReleaseRequestRow> rejected = requests.lockRejectedFor(one.subject());
        settingAside.run();
        List<UUID> ids = rejected.stream().map(ReleaseRequestRow::id).toList();
        outbox.append(deciding.reopened(rejected, standing));
        return ids;
    }

    private static Appealed of(DecisionDocument document) {
        DecisionDocument.EvidenceSeen evidence = document.evidence();
        return new Appealed(
                evidence.at(),
                given(document, HoldReason.TEST_FAILED, evidence.test().id()),
                given(document, HoldReason.PUBLISHER_UNDER_GUIDANCE, evidence.guidanceMeasureId()),
                given(document, HoldReason.PUBLISHER_BARRED, evidence.banMeasureId()));
    }

    private static Optional<UUID> given(DecisionDocument document, HoldReason reason, UUID id) {
        return document.reasons().stream().anyMatch(given -> given.code() == reason)
                ? Optional.ofNullable(id)
                : Optional.empty();
    }
}
