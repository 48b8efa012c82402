package io.gatekeeper.technicaltest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What laboratories and the screening found. */
@ApplicationScoped
class Findings implements PanacheRepositoryBase<FindingRow, UUID> {

    List<FindingRow> of(UUID testId) {
        return list("""
                FROM FindingRow f LEFT JOIN FETCH f.evidence LEFT JOIN FETCH f.dismissal
                 WHERE f.testId = ?1 ORDER BY f.n
                """, testId);
    }

    Optional<FindingRow> of(UUID testId, int n) {
        return find("FROM FindingRow f LEFT JOIN FETCH f.dismissal WHERE f.testId = ?1 AND f.n = ?2", testId, n)
                .firstResultOptional();
    }

    /**
     * Of the findings that stand: what a laboratory has dismissed is none.
     *
     * @param first the laboratory whose findings are not this verdict's, because it has given its own; or null
     */
    List<Severity> severitiesOf(UUID testId, String first) {
        return find("""
                        SELECT f.severity FROM FindingRow f
                         WHERE f.testId = ?1 AND f.laboratory IS DISTINCT FROM ?2 AND NOT EXISTS (SELECT 1 FROM DismissalRow d WHERE d.findingId = f.id)
                        """, testId, first).project(Severity.class).list();
    }

    /** Where each finding of the case comes from, those that were dismissed among them. */
    List<FindingRow.Origin> originsOf(UUID testId) {
        return find("SELECT f.origin FROM FindingRow f WHERE f.testId = ?1", testId)
                .project(FindingRow.Origin.class)
                .list();
    }

    void dismiss(FindingRow finding, DismissalRow dismissal) {
        getEntityManager().persist(dismissal);
        finding.dismissal = dismissal;
    }
}
