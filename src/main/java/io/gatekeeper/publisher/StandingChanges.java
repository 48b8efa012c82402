package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.outbox.Outbox;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Optional;

/** The history of standings, which only grows; what is added is told to the rest of the gate and on Kafka. */
@ApplicationScoped
class StandingChanges implements PanacheRepositoryBase<StandingChangeRow, StandingChangeRow.Key> {

    /** A publisher whose row says what {@code is} now, instead of what {@code was}. */
    record Change(PublisherRow row, DerivedStanding was, DerivedStanding is) {}

    private final Outbox outbox;
    private final Event<StandingChanged> changed;

    StandingChanges(Outbox outbox, Event<StandingChanged> changed) {
        this.outbox = outbox;
        this.changed = changed;
    }

    void append(List<Change> changes, Policy policy, Cause cause, String by) {
        changes.forEach(c -> persist(StandingChangeRow.of(c, policy, cause, by)));
        outbox.append(changes.stream()
                .map(c -> StatusChanged.of(c.row(), c.is(), policy, cause).event())
                .toList());
        changes.forEach(c -> changed.fire(new StandingChanged(Optional.of(new CreditCode(c.row().creditCode)))));
    }

    /** One row more than {@code limit}, oldest first. */
    List<StandingChangeRow> page(CreditCode publisher, Optional<Cursor> after, int limit) {
        long from = after.map(StandingChanges::version).orElse(0L);
        return find("publisherId = ?1 and statusVersion > ?2 order by statusVersion", publisher.value(), from)
                .range(0, limit)
                .list();
    }

    private static long version(Cursor cursor) {
        try {
            return Long.parseLong(cursor.id());
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("cursor", "is not a cursor of this list");
        }
    }
}
