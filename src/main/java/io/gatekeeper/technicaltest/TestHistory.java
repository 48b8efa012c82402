package io.gatekeeper.technicaltest;

import io.gatekeeper.time.Ids;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The append-only history of the cases: who did what, when. */
@ApplicationScoped
class TestHistory implements PanacheRepositoryBase<TestEventRow, UUID> {

    /** @param detail what the kind of event does not say, or null */
    void append(UUID testId, Instant at, TestEventRow.What what, Actor actor, String detail) {
        TestEventRow row = new TestEventRow();
        row.id = Ids.next();
        row.testId = testId;
        row.at = at;
        row.what = what;
        row.organisation = actor.organisation();
        row.who = actor.subject();
        row.detail = detail;
        persist(row);
    }

    List<TestEventRow> of(UUID testId) {
        return list("testId = ?1 ORDER BY id", testId);
    }
}
