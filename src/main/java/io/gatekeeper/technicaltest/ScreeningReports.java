package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.screening.PassedArtifact;
import io.gatekeeper.screening.ScreeningReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** What the screenings found, a report of each round of a case, as JSON; never changed. */
@ApplicationScoped
class ScreeningReports {

    private final Session database;
    private final ObjectMapper json;

    ScreeningReports(Session database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void insert(TestRow test, int round, ScreeningReport report) {
        database.createNativeMutationQuery("""
                        INSERT INTO screening_report (test_id, round, sha256, indicator_set, screened_at, declared, report)
                        SELECT :id, :round, :sha256, :set, :at, s.declared, CAST(:report AS jsonb)
                          FROM test_screening s WHERE s.test_id = :id
                        """)
                .setParameter("id", test.id)
                .setParameter("round", round)
                .setParameter("sha256", test.sha256)
                .setParameter("set", report.indicatorSet())
                .setParameter("at", report.screenedAt().atOffset(ZoneOffset.UTC))
                .setParameter("report", write(report))
                .executeUpdate();
    }

    /** The latest. */
    Optional<ScreeningReport> of(UUID testId) {
        return database.createNativeQuery("""
                        SELECT CAST(report AS text) FROM screening_report
                         WHERE test_id = :id ORDER BY round DESC LIMIT 1
                        """, String.class)
                .setParameter("id", testId)
                .getResultStream()
                .map(this::read)
                .findFirst();
    }

    /** The app's artifact that passed last; empty when there is none, or none that was screened. */
    Optional<PassedArtifact> lastPassed(TestSubject app) {
        return database.createNativeQuery("""
                        SELECT t.sha256, CAST(r.report AS text) AS report
                          FROM (SELECT id, sha256 FROM technical_test
                                 WHERE publisher_id = :publisherId AND package_name = :packageName AND os = :os
                                   AND state = 'PASSED'
                                 ORDER BY concluded_at DESC LIMIT 1) t
                          JOIN screening_report r ON r.test_id = t.id
                         ORDER BY r.round DESC LIMIT 1
                        """, Tuple.class)
                .setParameter("publisherId", app.publisherId())
                .setParameter("packageName", app.packageName())
                .setParameter("os", app.os())
                .getResultStream()
                .map(row -> new PassedArtifact(row.get("sha256", String.class), read(row.get("report", String.class))))
                .findFirst();
    }

    private String write(ScreeningReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a screening report cannot be written as JSON", e);
        }
    }

    private ScreeningReport read(String stored) {
        try {
            return json.readValue(stored, ScreeningReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored screening report cannot be read", e);
        }
    }
}
