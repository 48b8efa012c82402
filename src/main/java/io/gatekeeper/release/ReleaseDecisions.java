package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.http.Page;
import io.gatekeeper.release.DecisionDocument.EvidenceSeen;
import io.gatekeeper.release.DecisionDocument.NextMove;
import io.gatekeeper.release.DecisionDocument.ReasonGiven;
import io.gatekeeper.release.DecisionDocument.RequirementLooked;
import io.gatekeeper.release.DecisionDocument.WaiverSeen;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every decision on a release request, in full, oldest first. */
@ApplicationScoped
class ReleaseDecisions implements PanacheRepositoryBase<DecisionRow, DecisionRow.Key> {

    /** One decision with all an officer needs to explain it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DecisionView(
            int sequence,
            Outcome outcome,
            Instant decidedAt,
            Cause cause,
            String policyVersion,
            long statusVersion,
            long regimeVersion,
            List<ReasonGiven> reasons,
            List<RequirementLooked> requirements,
            NextMove nextAction,
            WaiverSeen waiver,
            EvidenceSeen evidence) {}

    private final Documents documents;

    ReleaseDecisions(Documents documents) {
        this.documents = documents;
    }

    /** One decision as it was stored; empty when there is none of that number. */
    Optional<DecisionDocument> document(UUID releaseRequestId, int sequence) {
        return findByIdOptional(new DecisionRow.Key(releaseRequestId, sequence))
                .map(row -> documents.decision(row.document()));
    }

    /** The decisions after the one numbered {@code after}; the cursor is the last one's number. */
    Page<DecisionView> of(UUID releaseRequestId, int after, int limit) {
        List<DecisionRow> rows = find(
                        "key.releaseRequestId = ?1 and key.sequence > ?2 order by key.sequence",
                        releaseRequestId,
                        after)
                .page(0, limit + 1)
                .list();
        List<DecisionView> views = rows.stream().limit(limit).map(this::view).toList();
        String next = rows.size() > limit ? String.valueOf(views.get(limit - 1).sequence()) : null;
        return new Page<>(views, next);
    }

    private DecisionView view(DecisionRow row) {
        DecisionDocument document = documents.decision(row.document());
        return new DecisionView(
                row.sequence(),
                row.outcome(),
                row.decidedAt(),
                document.cause(),
                row.policyVersion(),
                row.statusVersion(),
                row.regimeVersion(),
                document.reasons(),
                document.requirements(),
                document.nextAction(),
                document.waiver(),
                document.evidence());
    }
}
