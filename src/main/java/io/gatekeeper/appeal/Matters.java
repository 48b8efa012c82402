package io.gatekeeper.appeal;

import io.gatekeeper.publisher.AppealedMeasures;
import io.gatekeeper.release.AppealedDecisions;
import io.gatekeeper.technicaltest.AppealedVerdicts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What appeals are about, which is other packages' business: who acted in it, and what an upheld one changes. */
@ApplicationScoped
class Matters {

    private final AppealedDecisions decisions;
    private final AppealedVerdicts verdicts;
    private final AppealedMeasures measures;

    Matters(AppealedDecisions decisions, AppealedVerdicts verdicts, AppealedMeasures measures) {
        this.decisions = decisions;
        this.verdicts = verdicts;
        this.measures = measures;
    }

    Set<String> actedIn(AppealRow row) {
        Set<String> acted = new HashSet<>(decisions.actedOn(row.releaseRequestId));
        acted.addAll(
                switch (row.against) {
                    case VERDICT -> verdicts.actedIn(row.subjectId);
                    case GUIDANCE, LISTING_BAN -> measures.actedIn(row.subjectId);
                });
        return acted;
    }

    /**
     * Sets the verdict aside, which has another laboratory test the artifact again, or undoes the measure; nothing else.
     *
     * @return the release requests that were decided again for it here; those that a measure held are found as after any other
     *     change of standing
     */
    List<UUID> change(AppealRow row, Appeal.Upheld upheld) {
        return switch (row.against) {
            case VERDICT ->
                decisions.reopen(
                        row.releaseRequestId,
                        () -> verdicts.setAside(
                                row.subjectId,
                                row.id,
                                upheld.by().by(),
                                upheld.by().at()));
            case GUIDANCE, LISTING_BAN -> {
                measures.rescind(
                        row.subjectId,
                        upheld.proposedBy().by(),
                        upheld.by().by(),
                        upheld.by().reason());
                yield List.of();
            }
        };
    }
}
