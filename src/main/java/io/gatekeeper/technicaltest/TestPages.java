package io.gatekeeper.technicaltest;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * Pages of technical tests by due instant.
 *
 * <p>What a viewer may see is a union of parts, each of which an index holds in the page's order: a page reads at most
 * its own length of each, however many cases there are.
 */
@ApplicationScoped
class TestPages {

    private static final String IS_OVERDUE =
            "state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'CONTRADICTED')"
                    + " AND coalesce(clock_stopped_at, :now) >= due_at";
    // The due instant by itself as well: it is what the index is ordered by.
    private static final String OVERDUE = " AND due_at <= :now AND " + IS_OVERDUE;
    private static final String NOT_OVERDUE = " AND NOT (" + IS_OVERDUE + ")";

    /** Nobody has taken up the screening for so long: the replicas that should are not there. */
    private static final String SCREENING_STANDS =
            "EXISTS (SELECT FROM test_screening s WHERE s.test_id = technical_test.id"
                    + " AND s.state = 'PENDING' AND s.due_at + interval '1 hour' <= :now)";

    /**
     * What each open state waits for, and for longer than it should. Of the queue the due instant alone, so that the walk
     * over its index ends where nothing is due yet.
     */
    private static final Map<TestState, String> STANDS = Map.of(
            TestState.OPENED, "(due_at <= :now OR " + SCREENING_STANDS + ")",
            TestState.AWAITING_ARTIFACT, "due_at <= :now",
            TestState.QUEUED, "due_at <= :now",
            TestState.IN_TEST,
                    "(due_at <= :now OR claimed_until <= :now OR (screening_due AND " + SCREENING_STANDS + "))",
            TestState.AWAITING_PUBLISHER, "(clock_stopped_at >= due_at OR answer_due_at <= :now)",
            TestState.CONTRADICTED, "due_at <= :now");

    private static final String IS_STUCK = TestState.OPEN.stream()
            .map(state -> "state = '" + state.name() + "' AND " + STANDS.get(state))
            .collect(Collectors.joining(" OR ", "(", ")"));

    private final Session database;

    TestPages(Session database) {
        this.database = database;
    }

    Page<TestRow> page(TestFilter filter, Viewer viewer, Instant now) {
        Map<String, Object> values = new HashMap<>();
        List<String> parts = parts(filter, viewer, values);
        if (parts.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        String narrowed = narrowed(filter, values);
        // The limit stands in the statement: a plan for any limit would be one for a tenth of the table.
        String ordered = " ORDER BY due_at, id LIMIT " + (filter.limit() + 1);
        String union = parts.stream()
                .map(part -> "(SELECT * FROM technical_test WHERE " + part + narrowed + ordered + ")")
                .collect(Collectors.joining(" UNION ALL "));
        String sql = "SELECT visible.*, d.announced_at FROM (" + union
                + ") AS visible LEFT JOIN test_deadline d ON d.test_id = visible.id" + ordered;
        if (sql.contains(":now")) {
            values.put("now", now.atOffset(ZoneOffset.UTC));
        }
        NativeQuery<TestRow> query = database.createNativeQuery(sql, TestRow.class);
        values.forEach(query::setParameter);
        query.setReadOnly(true);
        return Page.cut(query.getResultList(), filter.limit(), row -> new Cursor(row.dueAt, row.id.toString()));
    }

    /** Conditions that exclude each other, every one the beginning of an index on (…, due_at, id). */
    private static List<String> parts(TestFilter filter, Viewer viewer, Map<String, Object> values) {
        return switch (viewer.role()) {
            case REGULATOR, AUDITOR -> everything(filter);
            case LABORATORY -> ofLaboratory(filter, viewer.organisation(), values);
            case PUBLISHER -> ofPublisher(viewer.organisation(), values);
            case PLATFORM -> List.of();
        };
    }

    private static List<String> everything(TestFilter filter) {
        if (filter.assignee().isPresent()) {
            return List.of("laboratory = :assignee");
        }
        boolean onlyStuck = filter.stuck().orElse(false);
        List<TestState> all = onlyStuck ? TestState.OPEN : List.of(TestState.values());
        return filter.state().map(List::of).orElse(all).stream()
                .map(state -> "state = '" + state.name() + "'"
                        + (onlyStuck && STANDS.containsKey(state) ? " AND " + STANDS.get(state) : ""))
                .toList();
    }

    private static List<String> ofLaboratory(TestFilter filter, String laboratory, Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        values.put("me", laboratory);
        String unaffiliated = " AND " + TestRows.UNAFFILIATED.formatted("technical_test");
        if (filter.assignee().isEmpty() || filter.assignee().get().equals(laboratory)) {
            parts.add("laboratory = :me" + unaffiliated);
        }
        if (filter.assignee().isEmpty()) {
            String offered = " AND barred_laboratory IS DISTINCT FROM :me AND first_laboratory IS DISTINCT FROM :me"
                    + " AND (rested_laboratory IS DISTINCT FROM :me OR rested_until <= :now)" + unaffiliated;
            parts.add("state = 'QUEUED'" + offered);
            // Few at any time: the sweep returns them to the queue.
            parts.add("state = 'IN_TEST' AND claimed_until <= :now AND laboratory <> :me" + offered);
        }
        return parts;
    }

    private static List<String> ofPublisher(String publisherId, Map<String, Object> values) {
        values.put("me", publisherId);
        return List.of("publisher_id = :me");
    }

    private static String narrowed(TestFilter filter, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder();
        filter.state()
                .ifPresent(state ->
                        sql.append(" AND state = '").append(state.name()).append('\''));
        filter.assignee().ifPresent(assignee -> {
            sql.append(" AND laboratory = :assignee");
            values.put("assignee", assignee);
        });
        filter.overdue().ifPresent(overdue -> sql.append(overdue ? OVERDUE : NOT_OVERDUE));
        filter.stuck()
                .ifPresent(stuck -> sql.append(stuck ? " AND " : " AND NOT ").append(IS_STUCK));
        filter.dueBefore().ifPresent(before -> {
            sql.append(" AND due_at < :dueBefore");
            values.put("dueBefore", before.atOffset(ZoneOffset.UTC));
        });
        filter.after().ifPresent(cursor -> {
            sql.append(" AND (due_at, id) > (:afterDueAt, :afterId)");
            values.put("afterDueAt", cursor.at().atOffset(ZoneOffset.UTC));
            values.put("afterId", cursor.uuid());
        });
        return sql.toString();
    }
}
