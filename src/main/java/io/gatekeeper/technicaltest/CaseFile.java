package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The confidential part of a case: findings, questions and answers. Whoever reads findings leaves a line behind. */
@ApplicationScoped
class CaseFile {

    private final Findings findings;
    private final InformationRequests informationRequests;
    private final TestHistory history;

    CaseFile(Findings findings, InformationRequests informationRequests, TestHistory history) {
        this.findings = findings;
        this.informationRequests = informationRequests;
        this.history = history;
    }

    List<TestView.InformationRequest> informationRequests(TestRow test) {
        return informationRequests.of(test.id).stream()
                .map(TestView.InformationRequest::of)
                .toList();
    }

    /** @param purpose why they are read, or null */
    List<TestView.Finding> findingsRead(TestRow test, Viewer reader, String purpose, Instant now) {
        List<TestView.Finding> found = findings.of(test.id).stream()
                .filter(finding -> reader.seesFinding(test, finding))
                .map(TestView.Finding::of)
                .toList();
        if (!found.isEmpty()) {
            history.append(test.id, now, TestEventRow.What.FINDINGS_READ, reader.actor(), purpose);
        }
        return found;
    }
}
