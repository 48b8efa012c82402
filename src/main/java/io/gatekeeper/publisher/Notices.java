package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

@ApplicationScoped
class Notices implements PanacheRepositoryBase<NoticeRow, String> {

    private static final Sort NEWEST_FIRST = Sort.descending("publishedAt", "id");

    private final Session database;

    Notices(Session database) {
        this.database = database;
    }

    /** No notice is called by a name with U+0000 in it, and PostgreSQL fails when it is asked for one. */
    Optional<NoticeRow> named(String id) {
        return id.indexOf(0) < 0 ? findByIdOptional(id) : Optional.empty();
    }

    void add(NoticeRow notice, List<NoticeEntryRow> entries) {
        persist(notice);
        entries.forEach(database::persist);
    }

    List<NoticeEntryRow> entries(String noticeId) {
        return database.createQuery(
                        "from NoticeEntryRow where noticeId = :notice order by position", NoticeEntryRow.class)
                .setParameter("notice", noticeId)
                .getResultList();
    }

    /** Whom the notice names, as far as that is known. */
    List<CreditCode> publishers(String noticeId) {
        return database.createQuery(
                        "select distinct publisherId from NoticeEntryRow where noticeId = :notice and publisherId is not null",
                        String.class)
                .setParameter("notice", noticeId)
                .getResultStream()
                .map(CreditCode::new)
                .toList();
    }

    /** One row more than {@code limit}, newest first. */
    List<NoticeRow> page(Optional<Cursor> after, int limit) {
        return after.map(c -> find("(publishedAt, id) < (?1, ?2)", NEWEST_FIRST, c.at(), c.id()))
                .orElseGet(() -> findAll(NEWEST_FIRST))
                .range(0, limit)
                .list();
    }
}
