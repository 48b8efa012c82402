package io.gatekeeper.publisher;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells whom a company name in a notice means; a name nobody has waits for an officer and counts for nobody. */
@ApplicationScoped
class NameResolution {

    private final PublisherAliases aliases;
    private final UnresolvedNames unresolved;

    NameResolution(PublisherAliases aliases, UnresolvedNames unresolved) {
        this.aliases = aliases;
        this.unresolved = unresolved;
    }

    /** First of all locks; see {@link PublisherAliases#lockRegister()}. */
    void lockRegister() {
        aliases.lockRegister();
    }

    Map<CompanyName, CreditCode> owners(Collection<CompanyName> names) {
        return aliases.owners(names);
    }

    /** Gives the publisher exactly these names, and with them the entries of notices that waited for one of them. */
    List<PublisherAliasRow> replace(CreditCode publisher, Map<CompanyName, String> spelt, String officer, Instant at) {
        Set<CompanyName> kept = new HashSet<>();
        for (PublisherAliasRow alias : aliases.of(publisher)) {
            CompanyName name = new CompanyName(alias.normalised);
            if (spelt.containsKey(name)) {
                kept.add(name);
            } else {
                alias.removedAt = at;
                alias.removedBy = officer;
            }
        }
        // A removed name may come back under the same key, so the removal has to reach the database first.
        aliases.flush();
        spelt.forEach((name, spelling) -> {
            if (!kept.contains(name)) {
                aliases.persist(PublisherAliasRow.of(publisher, spelling, officer, at));
            }
        });
        aliases.flush();
        unresolved.waiting(spelt.keySet()).values().forEach(name -> unresolved.resolve(name, publisher, officer, at));
        return aliases.of(publisher);
    }

    /** Settles whom one waiting name means, now and in every notice to come. */
    void settle(UnresolvedNameRow name, CreditCode publisher, String officer, Instant at) {
        aliases.persist(PublisherAliasRow.of(publisher, name.name, officer, at));
        unresolved.resolve(name, publisher, officer, at);
    }

    /** The rows in which the names wait from now on, those included that waited before. */
    Map<CompanyName, UnresolvedNameRow> await(Map<CompanyName, String> spelt, Instant at) {
        Map<CompanyName, UnresolvedNameRow> waiting = new HashMap<>(unresolved.waiting(spelt.keySet()));
        spelt.forEach((name, spelling) -> waiting.computeIfAbsent(name, missing -> {
            UnresolvedNameRow row = UnresolvedNameRow.of(spelling, at);
            unresolved.persist(row);
            return row;
        }));
        return waiting;
    }
}
