package io.gatekeeper.technicaltest;

import io.gatekeeper.screening.ScreeningReport;
import io.gatekeeper.screening.ScreeningState;
import io.gatekeeper.time.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What of a screening becomes findings of the case: one for each problem, for the laboratory to judge. */
final class ScreeningFindings {

    /** The finding that stands for what is not known. */
    static final String SCREENING_FAILED = "SCREENING_FAILED";

    private static final int TOLD = 20;
    private static final int LONGEST_DESCRIPTION = 10_000;

    private ScreeningFindings() {}

    static ScreeningOutcome outcome(ScreeningReport report) {
        if (report.state() == ScreeningState.FAILED) {
            return ScreeningOutcome.FAILED;
        }
        return report.findings().stream().anyMatch(found -> severity(found).standsAgainstAPass())
                ? ScreeningOutcome.FINDINGS
                : ScreeningOutcome.CLEAN;
    }

    /** Not numbered yet. */
    static List<FindingRow> of(UUID testId, ScreeningReport report, Instant now) {
        Map<String, List<ScreeningReport.Finding>> byProblem = report.findings().stream()
                .collect(Collectors.groupingBy(
                        ScreeningReport.Finding::problem, LinkedHashMap::new, Collectors.toList()));
        List<FindingRow> rows = new ArrayList<>();
        if (report.state() == ScreeningState.FAILED) {
            rows.add(failed(testId, "The file could not be read to its end; what was found before is told.", now));
        }
        byProblem.forEach((problem, found) -> rows.add(row(testId, problem, heaviest(found), text(found), now)));
        return rows;
    }

    static FindingRow failed(UUID testId, String why, Instant now) {
        return row(testId, SCREENING_FAILED, Severity.MAJOR, why, now);
    }

    private static Severity heaviest(List<ScreeningReport.Finding> found) {
        return found.stream()
                .map(ScreeningFindings::severity)
                .max(Severity::compareTo)
                .orElseThrow();
    }

    private static Severity severity(ScreeningReport.Finding found) {
        return switch (found.severity()) {
            case MINOR -> Severity.MINOR;
            case MAJOR -> Severity.MAJOR;
            case CRITICAL -> Severity.CRITICAL;
        };
    }

    private static String text(List<ScreeningReport.Finding> found) {
        String told = found.stream()
                .limit(TOLD)
                .map(one -> one.indicator() + ": " + one.message().en()
                        + (one.evidence().isEmpty() ? "" : " (" + one.evidence() + ")"))
                .collect(Collectors.joining("\n"));
        String all = found.size() > TOLD ? told + "\nand " + (found.size() - TOLD) + " more in the report" : told;
        return all.length() > LONGEST_DESCRIPTION ? all.substring(0, LONGEST_DESCRIPTION) : all;
    }

    private static FindingRow row(UUID testId, String problem, Severity severity, String description, Instant now) {
        FindingRow row = new FindingRow();
        row.id = Ids.next();
        row.testId = testId;
        row.problem = problem;
        row.severity = severity;
        row.description = description;
        row.origin = FindingRow.Origin.SCREENING;
        row.laboratory = Actor.GATE.organisation();
        row.foundBy = Actor.GATE.subject();
        row.foundAt = now;
        return row;
    }
}
