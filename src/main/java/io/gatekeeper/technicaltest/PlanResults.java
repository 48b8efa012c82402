package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.Columns.column;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.technicaltest.plan.PlanResult;
import io.gatekeeper.technicaltest.plan.Recorded;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** What laboratories recorded to the items of the cases' plans; SQL, because one statement takes in a whole plan. */
@ApplicationScoped
class PlanResults {

    private static final TypeReference<List<FindingRow.Evidence>> EVIDENCE = new TypeReference<>() {};

    private final Session database;
    private final ObjectMapper json;

    PlanResults(Session database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void append(UUID testId, Actor laboratory, Collection<Recorded<FindingRow.Evidence>> results) {
        database.createNativeMutationQuery("""
                        INSERT INTO plan_result (id, test_id, laboratory, item, result, note, evidence, recorded_by, recorded_at)
                        SELECT r.id::uuid, :testId, :laboratory, r.item, r.result, r.note, r.evidence::jsonb, :who,
                               r.recorded_at::timestamptz
                          FROM unnest(:ids, :items, :results, :notes, :evidences, :recordedAts)
                               AS r(id, item, result, note, evidence, recorded_at)
                        """)
                .setParameter("testId", testId)
                .setParameter("laboratory", laboratory.organisation())
                .setParameter("who", laboratory.subject())
                .setParameter("ids", column(results, result -> Ids.next()))
                .setParameter("items", column(results, Recorded::item))
                .setParameter("results", column(results, Recorded::result))
                .setParameter("notes", column(results, Recorded::note))
                .setParameter("evidences", column(results, result -> written(result.evidence())))
                .setParameter("recordedAts", column(results, Recorded::recordedAt))
                .executeUpdate();
    }

    /** The latest result a laboratory recorded to each item, and to the rest. */
    List<Recorded<FindingRow.Evidence>> latest(UUID testId, String laboratory) {
        return database
                .createNativeQuery("""
                        SELECT DISTINCT ON (test_id, laboratory, item)
                               item, result, note, evidence::text AS evidence, laboratory, recorded_at
                          FROM plan_result WHERE test_id = :testId AND laboratory = :laboratory
                         ORDER BY test_id, laboratory, item, id DESC
                        """, Tuple.class)
                .setParameter("testId", testId)
                .setParameter("laboratory", laboratory)
                .getResultList()
                .stream()
                .map(row -> new Recorded<>(
                        row.get("item", String.class),
                        PlanResult.valueOf(row.get("result", String.class)),
                        row.get("note", String.class),
                        read(row.get("evidence", String.class)),
                        row.get("laboratory", String.class),
                        row.get("recorded_at", Instant.class)))
                .toList();
    }

    private String written(List<FindingRow.Evidence> evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence is three texts, which can be written", e);
        }
    }

    private List<FindingRow.Evidence> read(String evidence) {
        try {
            return json.readValue(evidence, EVIDENCE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored evidence cannot be read", e);
        }
    }
}
