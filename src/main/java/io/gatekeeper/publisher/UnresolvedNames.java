package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Company names in notices that wait for a credit code, and the entries that wait with them. */
@ApplicationScoped
class UnresolvedNames implements PanacheRepositoryBase<UnresolvedNameRow, UUID> {

    private static final Sort OLDEST_FIRST = Sort.ascending("firstSeenAt", "id");

    private final Session database;

    UnresolvedNames(Session database) {
        this.database = database;
    }

    /** Those of the names that wait already. */
    Map<CompanyName, UnresolvedNameRow> waiting(Collection<CompanyName> names) {
        Map<CompanyName, UnresolvedNameRow> waiting = new HashMap<>();
        database.createNativeQuery(
                        "SELECT * FROM unresolved_name WHERE normalised = ANY (:names) AND resolved_at IS NULL",
                        UnresolvedNameRow.class)
                .setParameter("names", texts(names))
                .getResultStream()
                .forEach(row -> waiting.put(new CompanyName(row.normalised), row));
        return waiting;
    }

    /** Settles whom a name means, for it and for every entry that waited with it. */
    void resolve(UnresolvedNameRow name, CreditCode publisher, String officer, Instant at) {
        name.resolve(publisher, officer, at);
        database.createMutationQuery("""
                        update NoticeEntryRow set publisherId = :publisher, resolvedAt = :at, resolvedBy = :officer
                         where unresolvedNameId = :name and publisherId is null
                        """)
                .setParameter("publisher", publisher.value())
                .setParameter("at", at)
                .setParameter("officer", officer)
                .setParameter("name", name.id)
                .executeUpdate();
    }

    /** One row more than {@code limit}, those that wait longest first. */
    List<UnresolvedNameRow> page(Optional<Cursor> after, int limit) {
        return after.map(c ->
                        find("resolvedAt is null and (firstSeenAt, id) > (?1, ?2)", OLDEST_FIRST, c.at(), c.uuid()))
                .orElseGet(() -> find("resolvedAt is null", OLDEST_FIRST))
                .range(0, limit)
                .list();
    }

    /** In which notices each of the names stands. */
    Map<UUID, List<String>> notices(Collection<UUID> names) {
        Map<UUID, List<String>> notices = new HashMap<>();
        database.createQuery("""
                        select distinct e.unresolvedNameId, e.noticeId from NoticeEntryRow e
                         where e.unresolvedNameId in :names order by e.noticeId
                        """, Object[].class)
                .setParameter("names", names)
                .getResultStream()
                .forEach(row -> notices.computeIfAbsent((UUID) row[0], id -> new java.util.ArrayList<>())
                        .add((String) row[1]));
        return notices;
    }

    static String[] texts(Collection<CompanyName> names) {
        return names.stream().map(CompanyName::normalised).distinct().toArray(String[]::new);
    }
}
