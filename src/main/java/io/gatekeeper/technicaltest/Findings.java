package io.gatekeeper.technicaltest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What laboratories found. */
@ApplicationScoped
class Findings implements PanacheRepositoryBase<FindingRow, UUID> {

    List<FindingRow> of(UUID testId) {
        return list("FROM FindingRow f LEFT JOIN FETCH f.evidence WHERE f.testId = ?1 ORDER BY f.n", testId);
    }

    List<Severity> severitiesOf(UUID testId) {
        return find("SELECT f.severity FROM FindingRow f WHERE f.testId = ?1", testId)
                .project(Severity.class)
                .list();
    }

    int countOf(UUID testId) {
        return Math.toIntExact(count("testId", testId));
    }
}
