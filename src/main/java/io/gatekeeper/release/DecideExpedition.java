package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.OfficerSaid;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Officers grant or refuse to expedite a release. A grant takes two and clears nothing: it is evidence, and the gate
 * decides on it like on any other.
 */
@ApplicationScoped
class DecideExpedition {

    /** The body of the calls. */
    record Why(@NotBlank @Size(max = 2_000) String reason) {}

    private final Gathering gathering;
    private final ReleaseRequests requests;
    private final Expeditions expeditions;
    private final Deciding deciding;
    private final Outbox outbox;

    DecideExpedition(
            Gathering gathering, ReleaseRequests requests, Expeditions expeditions, Deciding deciding, Outbox outbox) {
        this.gathering = gathering;
        this.requests = requests;
        this.expeditions = expeditions;
        this.deciding = deciding;
        this.outbox = outbox;
    }

    /** The first officer proposes; the second, who is another, grants, and the release is decided again at once. */
    @Transactional
    ExpeditionView grant(UUID id, CreditCode publisher, String reason, String officer) {
        EnforcedStanding standing = gathering.lock(publisher);
        ReleaseRequestRow release = heldLocked(id);
        ExpeditionRow row = locked(id);
        OfficerSaid by = new OfficerSaid(officer, reason, standing.at());
        Expedition.Undecided undecided = row.expedition().undecided();
        if (undecided instanceof Expedition.Proposed proposed) {
            Policy policy = policyOf(standing);
            demandQuota(publisher, policy, standing.at());
            row.become(proposed.granted(by, validUntil(policy, standing.at())));
            release.expedited(row.id);
            outbox.append(ExpeditionEvent.GRANTED.of(row, release.state(), standing.at()));
            outbox.append(deciding.again(List.of(release), standing, Cause.EXPEDITION_GRANTED));
        } else if (undecided instanceof Expedition.Requested requested) {
            row.become(requested.proposed(by));
            outbox.append(ExpeditionEvent.PROPOSED.of(row, release.state(), standing.at()));
        }
        return ExpeditionView.of(row, true);
    }

    /** One officer is enough: it frees nothing. */
    @Transactional
    ExpeditionView refuse(UUID id, CreditCode publisher, String reason, String officer) {
        EnforcedStanding standing = gathering.lock(publisher);
        ReleaseRequestRow release = requests.lock(id).orElseThrow(() -> ProblemException.notFound("release request"));
        ExpeditionRow row = locked(id);
        row.become(row.expedition().undecided().refused(new OfficerSaid(officer, reason, standing.at())));
        outbox.append(ExpeditionEvent.REFUSED.of(row, release.state(), standing.at()));
        return ExpeditionView.of(row, true);
    }

    private ReleaseRequestRow heldLocked(UUID id) {
        ReleaseRequestRow release = requests.lock(id).orElseThrow(() -> ProblemException.notFound("release request"));
        if (release.state() != ReleaseState.HELD) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The release request is " + release.state() + "; only a held one is expedited.");
        }
        return release;
    }

    private ExpeditionRow locked(UUID id) {
        return expeditions.lockedOf(id).orElseThrow(() -> ProblemException.notFound("expedition"));
    }

    private static Policy policyOf(EnforcedStanding standing) {
        return standing.policy()
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.UNAVAILABLE, "No policy is in effect, so nothing can be granted."));
    }

    private void demandQuota(CreditCode publisher, Policy policy, Instant now) {
        expeditions.lockQuotaOf(publisher);
        LocalDate newYear = now.atZone(policy.zone()).toLocalDate().withDayOfYear(1);
        long granted = expeditions.grantedTo(
                publisher,
                newYear.atStartOfDay(policy.zone()).toInstant(),
                newYear.plusYears(1).atStartOfDay(policy.zone()).toInstant());
        if (granted >= policy.expeditionsPerYear()) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The publisher was granted " + granted + " expeditions this year, and the limit is "
                            + policy.expeditionsPerYear() + ".");
        }
    }

    private static Instant validUntil(Policy policy, Instant now) {
        return now.atOffset(ZoneOffset.UTC).plus(policy.expeditionTerm()).toInstant();
    }
}
