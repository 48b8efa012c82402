package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.technicaltest.TestSubject;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.UUID;

/** A platform asks that a held release need not wait for its test, because it mends something that cannot wait. */
@ApplicationScoped
class AskForExpedition {

    /**
     * The body of the call.
     *
     * @param reference what the release mends: a CVE, a notice
     */
    record Wish(
            @NotBlank @Size(max = 2_000) String reason,
            @NotBlank @Size(max = 200) String reference) {}

    /** For a due instant where no policy says by when officers act. */
    private static final Period WITHOUT_POLICY = Period.ofDays(1);

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Expeditions expeditions;
    private final Outbox outbox;

    AskForExpedition(Gathering gathering, ReleaseRequests requests, Expeditions expeditions, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.expeditions = expeditions;
        this.outbox = outbox;
    }

    @Transactional
    ExpeditionView ask(UUID id, CreditCode publisher, Wish wish, String officerOfPlatform) {
        EnforcedStanding standing = gathering.lock(publisher);
        ReleaseRequestRow row = requests.lock(id).orElseThrow(() -> ProblemException.notFound("release request"));
        if (row.state() != ReleaseState.HELD) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The release request is " + row.state() + "; only a held one is expedited.");
        }
        if (expeditions.of(id).isPresent()) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "An expedition of this release was asked for already; read it.");
        }
        ExpeditionRow asked = row(row, wish, officerOfPlatform, standing);
        expeditions.persist(asked);
        outbox.append(ExpeditionEvent.REQUESTED.of(asked, row.state(), standing.at()));
        return ExpeditionView.of(asked, false);
    }

    private static ExpeditionRow row(ReleaseRequestRow release, Wish wish, String by, EnforcedStanding standing) {
        ExpeditionRow row = new ExpeditionRow();
        row.id = Ids.next();
        row.releaseRequestId = release.id();
        row.platformId = release.platformId();
        TestSubject subject = release.subject();
        row.publisherId = subject.publisherId();
        row.packageName = subject.packageName();
        row.os = subject.os();
        row.sha256 = subject.sha256();
        row.state = ExpeditionState.REQUESTED;
        row.reason = wish.reason();
        row.reference = wish.reference();
        row.requestedBy = by;
        row.requestedAt = standing.at();
        Period term = standing.policy().map(Policy::officerTerm).orElse(WITHOUT_POLICY);
        row.dueAt = standing.at().atOffset(ZoneOffset.UTC).plus(term).toInstant();
        return row;
    }
}
