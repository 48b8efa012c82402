package io.gatekeeper.technicaltest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What laboratories asked publishers, and the answers. */
@ApplicationScoped
class InformationRequests implements PanacheRepositoryBase<InformationRequestRow, UUID> {

    List<InformationRequestRow> of(UUID testId) {
        return list("testId = ?1 ORDER BY n", testId);
    }

    Optional<InformationRequestRow> of(UUID testId, int n) {
        return find("testId = ?1 AND n = ?2", testId, n).firstResultOptional();
    }

    int countOf(UUID testId) {
        return Math.toIntExact(count("testId", testId));
    }
}
