package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An officer registers or amends a publisher; names that waited in notices and are its own count from then on. */
@ApplicationScoped
class RegisterPublisher {

    /** @param created whether the publisher was not registered before */
    record Registered(PublisherView publisher, boolean created) {}

    private final StandingUpdates standings;
    private final NameResolution names;
    private final Clock clock;

    RegisterPublisher(StandingUpdates standings, NameResolution names, Clock clock) {
        this.standings = standings;
        this.names = names;
        this.clock = clock;
    }

    @Transactional
    public Registered register(CreditCode publisher, PublisherBody body, String officer) {
        Map<CompanyName, String> spelt = spellings(body);
        names.lockRegister();
        StandingUpdates.Locked locked = standings.lock(List.of(publisher), clock.instant());
        names.owners(spelt.keySet()).forEach((name, owner) -> {
            if (!owner.equals(publisher)) {
                throw taken(body, name);
            }
        });
        PublisherRow row = locked.rows().get(publisher);
        boolean created = row.registeredAt == null;
        if (created) {
            row.register(locked.at());
        }
        row.name = body.name();
        standings.settle(locked, new Cause(Cause.Type.PUBLISHER_REGISTERED, null), officer);
        // That the publisher is known is one change; what waited under its names is another.
        locked = standings.lock(List.of(publisher), locked.at());
        List<PublisherAliasRow> aliases = names.replace(publisher, spelt, officer, locked.at());
        standings.settle(locked, new Cause(Cause.Type.PUBLISHER_AMENDED, null), officer);
        return new Registered(PublisherView.of(row, aliases), created);
    }

    /** Every name in the form in which it is compared, with the way it is spelt; the registered name comes first. */
    private static Map<CompanyName, String> spellings(PublisherBody body) {
        Map<CompanyName, String> spelt = new LinkedHashMap<>();
        spelt.put(CompanyName.parse(body.name(), "/name"), body.name());
        for (int i = 0; i < body.aliases().size(); i++) {
            String alias = body.aliases().get(i);
            spelt.putIfAbsent(CompanyName.parse(alias, "/aliases/" + i), alias);
        }
        return spelt;
    }

    private static ProblemException taken(PublisherBody body, CompanyName name) {
        ProblemException problem =
                ProblemException.of(ProblemType.ALIAS_TAKEN, "A name of the publisher belongs to another publisher.");
        if (CompanyName.of(body.name()).equals(name)) {
            return problem.at("/name", "belongs to another publisher");
        }
        for (int i = 0; i < body.aliases().size(); i++) {
            if (CompanyName.of(body.aliases().get(i)).equals(name)) {
                problem = problem.at("/aliases/" + i, "belongs to another publisher");
            }
        }
        return problem;
    }
}
