package io.gatekeeper.publisher;

import io.gatekeeper.identity.OfficerSaid;
import io.gatekeeper.time.Ids;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What takes two officers: the first call proposes, the same call by another officer carries out. */
@ApplicationScoped
class TwoOfficers implements PanacheRepositoryBase<ProposalRow, UUID> {

    enum Act {
        MEASURE_LIFTING,
        MEASURE_RESCISSION,
        NOTICE_WITHDRAWAL,
        REVIEW_WINDOW_ENDING
    }

    /** Either still a proposal, or agreed and therefore an ending with both officers' names. */
    record Agreement(Proposal proposal, Optional<Ending> ending) {}

    /**
     * Proposes the act, or agrees to the proposal of another officer; the same officer again changes nothing.
     *
     * <p>The caller holds the lock of the subject, so that two officers cannot both be the first.
     */
    Agreement agree(Act act, String subjectId, String reason, String officer, Instant at) {
        Optional<ProposalRow> open = find("act = ?1 and subjectId = ?2 and agreedAt is null", act, subjectId)
                .firstResultOptional();
        if (open.isEmpty()) {
            return new Agreement(Proposal.of(propose(act, subjectId, reason, officer, at)), Optional.empty());
        }
        ProposalRow proposal = open.get();
        OfficerSaid.demandAnother(proposal.proposedBy, officer);
        proposal.agreedBy = officer;
        proposal.agreedAt = at;
        proposal.agreedReason = reason;
        return new Agreement(
                Proposal.of(proposal), Optional.of(new Ending(proposal.proposedBy, officer, proposal.reason, at)));
    }

    private ProposalRow propose(Act act, String subjectId, String reason, String officer, Instant at) {
        ProposalRow row = new ProposalRow();
        row.id = Ids.next();
        row.act = act;
        row.subjectId = subjectId;
        row.reason = reason;
        row.proposedBy = officer;
        row.proposedAt = at;
        persist(row);
        return row;
    }
}
