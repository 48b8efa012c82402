package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class ReviewWindows implements PanacheRepositoryBase<ReviewWindowRow, UUID> {

    private static final Sort NEWEST_FIRST = Sort.descending("recordedAt", "id");

    List<ReviewWindow> everConfirmed() {
        return list("confirmedAt is not null", Sort.ascending("startsAt")).stream()
                .map(ReviewWindowRow::window)
                .toList();
    }

    Optional<ReviewWindowRow> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** One row more than {@code limit}, newest first. */
    List<ReviewWindowRow> page(Optional<Cursor> after, int limit) {
        return after.map(c -> find("(recordedAt, id) < (?1, ?2)", NEWEST_FIRST, c.at(), c.uuid()))
                .orElseGet(() -> findAll(NEWEST_FIRST))
                .range(0, limit)
                .list();
    }
}
