package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The append-only history of the cases: who did what, when. */
@ApplicationScoped
class TestHistory implements PanacheRepositoryBase<TestEventRow, UUID> {

    private final Session database;

    TestHistory(Session database) {
        this.database = database;
    }

    /** @param detail what the kind of event does not say, or null */
    void append(UUID testId, Instant at, TestEventRow.What what, Actor actor, String detail) {
        persist(TestEventRow.of(testId, at, what, actor, detail));
    }

    /** Appends many in their order; SQL, because one statement for hundreds is what an intake or a sweep lives on. */
    void append(List<TestEventRow> lines) {
        if (lines.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                        INSERT INTO test_event (id, test_id, at, what, organisation, who, detail)
                        SELECT e.id::uuid, e.test_id::uuid, e.at::timestamptz, e.what, e.organisation, e.who, e.detail
                          FROM unnest(:ids, :testIds, :ats, :whats, :organisations, :whos, :details)
                               AS e(id, test_id, at, what, organisation, who, detail)
                        """)
                .setParameter("ids", column(lines, line -> line.id))
                .setParameter("testIds", column(lines, line -> line.testId))
                .setParameter("ats", column(lines, line -> line.at))
                .setParameter("whats", column(lines, line -> line.what))
                .setParameter("organisations", column(lines, line -> line.organisation))
                .setParameter("whos", column(lines, line -> line.who))
                .setParameter("details", column(lines, line -> line.detail))
                .executeUpdate();
    }

    List<TestEventRow> of(UUID testId) {
        return list("testId = ?1 ORDER BY id", testId);
    }
}
