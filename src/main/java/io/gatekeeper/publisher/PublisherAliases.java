package io.gatekeeper.publisher;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The register of names: which company name means which publisher. */
@ApplicationScoped
class PublisherAliases implements PanacheRepositoryBase<PublisherAliasRow, UUID> {

    /** The name of the lock, not a secret: any number that nothing else in this database uses. */
    private static final long REGISTER_LOCK = 0x6761_7465_0002L;

    private final Session database;

    PublisherAliases(Session database) {
        this.database = database;
    }

    /**
     * Lets one transaction at a time match names. Otherwise a notice could look for a name that is registered in the
     * same moment, each not seeing the other, and a notice that counts would wait for nothing.
     */
    void lockRegister() {
        database.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", REGISTER_LOCK)
                .getSingleResult();
    }

    /** Whom each name means; names nobody has are left out. */
    Map<CompanyName, CreditCode> owners(Collection<CompanyName> names) {
        return database.createNativeQuery("""
                        SELECT normalised, publisher_id FROM publisher_alias
                         WHERE normalised = ANY (:names) AND removed_at IS NULL
                        """, Object[].class)
                .addScalar("normalised", String.class)
                .addScalar("publisher_id", String.class)
                .setParameter("names", UnresolvedNames.texts(names))
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> new CompanyName((String) row[0]), row -> new CreditCode((String) row[1])));
    }

    List<PublisherAliasRow> of(CreditCode publisher) {
        return list("publisherId = ?1 and removedAt is null order by addedAt, id", publisher.value());
    }
}
