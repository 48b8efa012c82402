package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.publisher.ProblemCode;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A laboratory records a problem it found in the artifact. */
@ApplicationScoped
class RecordFinding {

    /** More would be a report, not findings; what the screening found takes none of this room. */
    static final int MOST_FINDINGS = 200;

    /** The body of the call. */
    record NewFinding(
            @NotNull ProblemCode problem,
            @NotNull Severity severity,
            @NotBlank @Size(max = 10_000) String description,
            @Size(max = 20) List<@NotNull @Valid NewEvidence> evidence) {}

    record NewEvidence(
            @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 lower-case hex digits")
            String sha256,

            @NotBlank @Size(max = 200) String mediaType,
            @NotBlank @Size(max = 200) String name) {}

    private final LockedTests tests;
    private final Findings findings;
    private final TestChanges changes;
    private final Clock clock;

    RecordFinding(LockedTests tests, Findings findings, TestChanges changes, Clock clock) {
        this.tests = tests;
        this.findings = findings;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged record(UUID id, NewFinding found, Actor laboratory, String ifMatch) {
        Instant now = clock.instant();
        Viewer viewer = Viewer.laboratory(laboratory);
        TestRow test = tests.visibleTo(viewer, id, ifMatch, now);
        TestLife.InTest examined = LockedTests.examinationBy(laboratory.organisation(), test, now);
        List<FindingRow.Origin> origins = findings.originsOf(id);
        if (Collections.frequency(origins, FindingRow.Origin.LABORATORY) >= MOST_FINDINGS) {
            throw ProblemException.of(
                    ProblemType.INVALID_STATE,
                    "The technical test holds " + MOST_FINDINGS + " findings of laboratories, which is the limit.");
        }
        int n = origins.size() + 1;
        findings.persist(row(test, found, n, laboratory, now));
        test.become(examined);
        changes.record(test, TestEventRow.What.FINDING_RECORDED, laboratory, Integer.toString(n), now);
        return changes.shownTo(viewer, test, changes.contentsOf(test), now);
    }

    private static FindingRow row(TestRow test, NewFinding found, int n, Actor laboratory, Instant now) {
        FindingRow row = new FindingRow();
        row.id = Ids.next();
        row.testId = test.id;
        row.n = n;
        row.problem = found.problem().name();
        row.severity = found.severity();
        row.description = found.description();
        row.origin = FindingRow.Origin.LABORATORY;
        row.laboratory = laboratory.organisation();
        row.foundBy = laboratory.subject();
        row.foundAt = now;
        if (found.evidence() != null) {
            found.evidence()
                    .forEach(e -> row.evidence.add(new FindingRow.Evidence(e.sha256(), e.mediaType(), e.name())));
        }
        return row;
    }
}
