package io.gatekeeper.publisher;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;

/** What one officer has proposed and another has yet to agree to, as the contract shows it. */
record Proposal(UUID id, TwoOfficers.Act act, String subjectId, String reason, String proposedBy, Instant proposedAt) {

    static Proposal of(ProposalRow row) {
        return new Proposal(row.id, row.act, row.subjectId, row.reason, row.proposedBy, row.proposedAt);
    }

    /**
     * What became of a call that takes two officers; exactly one of the two is there.
     *
     * @param <T> the shape of what was carried out
     */
    record Outcome<T>(Proposal proposed, T carriedOut) {

        Response response() {
            return carriedOut == null
                    ? Response.accepted(proposed).build()
                    : Response.ok(carriedOut).build();
        }
    }
}
