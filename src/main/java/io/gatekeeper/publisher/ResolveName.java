package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** An officer says whom a company name means; the notices it stands in count for that publisher from then on. */
@ApplicationScoped
class ResolveName {

    private final UnresolvedNames unresolved;
    private final NameResolution names;
    private final StandingUpdates standings;
    private final Clock clock;

    ResolveName(UnresolvedNames unresolved, NameResolution names, StandingUpdates standings, Clock clock) {
        this.unresolved = unresolved;
        this.names = names;
        this.standings = standings;
        this.clock = clock;
    }

    @Transactional
    public UnresolvedNameView resolve(UUID id, CreditCode publisher, String officer) {
        names.lockRegister();
        UnresolvedNameRow name =
                unresolved.findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("unresolved name"));
        if (name.resolvedAt != null && !name.publisherId.equals(publisher.value())) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE, "The name has been resolved to another publisher already.");
        }
        if (name.resolvedAt == null) {
            StandingUpdates.Locked locked = standings.lock(List.of(publisher), clock.instant());
            names.settle(name, publisher, officer, locked.at());
            standings.settle(locked, new Cause(Cause.Type.NAME_RESOLVED, id.toString()), officer);
        }
        return UnresolvedNameView.of(name, unresolved.notices(List.of(id)).getOrDefault(id, List.of()));
    }
}
