package io.gatekeeper.appeal;

import io.gatekeeper.http.Cursor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The appeals: one against one thing. */
@ApplicationScoped
class Appeals implements PanacheRepositoryBase<AppealRow, UUID> {

    Optional<AppealRow> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    boolean existsAgainst(AppealAgainst against, UUID subjectId) {
        return count("against = ?1 and subjectId = ?2", against, subjectId) > 0;
    }

    long countLate(Instant now) {
        return count("state in ('FILED', 'PROPOSED') and dueAt <= ?1", now);
    }

    /** One row more than {@code limit}, newest first. @param publisherId only this publisher's; empty for all */
    List<AppealRow> page(Optional<String> publisherId, Optional<AppealState> state, Optional<Cursor> after, int limit) {
        StringBuilder where = new StringBuilder("1 = 1");
        Map<String, Object> values = new HashMap<>();
        publisherId.ifPresent(publisher -> {
            where.append(" and publisherId = :publisherId");
            values.put("publisherId", publisher);
        });
        state.ifPresent(asked -> {
            where.append(" and state = :state");
            values.put("state", asked);
        });
        after.ifPresent(cursor -> {
            where.append(" and (filedAt, id) < (:at, :lastId)");
            values.put("at", cursor.at());
            values.put("lastId", cursor.uuid());
        });
        return find(where + " order by filedAt desc, id desc", values)
                .page(0, limit + 1)
                .list();
    }
}
