package io.gatekeeper.publisher;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.outbox.Outbox;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of standings, which only grows; what is added is told to the rest of the gate and on Kafka. */
@ApplicationScoped
class StandingChanges implements PanacheRepositoryBase<StandingChangeRow, StandingChangeRow.Key> {

    /** A publisher whose row says what {@code is} now, instead of what {@code was}. */
    record Change(PublisherRow row, DerivedStanding was, DerivedStanding is) {}

    private final Outbox outbox;
    private final StandingFollower follower;
    private final Event<StandingChanged> changed;

    StandingChanges(Outbox outbox, StandingFollower follower, Event<StandingChanged> changed) {
        this.outbox = outbox;
        this.follower = follower;
        this.changed = changed;
    }

    /** What adds them, tells of them on Kafka and has them followed, in a round trip of the caller's transaction. */
    List<Part<?>> appending(List<Change> changes, Policy policy, Cause cause, String by) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<Part<?>> parts = new ArrayList<>();
        parts.add(StandingChangeRow.COLUMNS.inserting(changes.stream()
                .map(c -> StandingChangeRow.of(c, policy, cause, by))
                .toList()));
        parts.add(outbox.appending(changes.stream()
                .map(c -> StatusChanged.of(c.row(), c.is(), policy, cause).event())
                .toList()));
        for (Change change : changes) {
            Optional<CreditCode> publisher = Optional.of(new CreditCode(change.row().creditCode));
            parts.add(follower.remembering(publisher));
            changed.fire(new StandingChanged(publisher));
        }
        return parts;
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
