package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.screening.Declared;
import io.gatekeeper.screening.PassedArtifact;
import io.gatekeeper.screening.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Gathers what the screening of a case needs to know beside the file. */
@ApplicationScoped
class ScreeningFacts {

    /**
     * @param declared of the latest release request that waits for the case
     * @param previous the app's artifact that passed last
     */
    record Gathered(Subject subject, Declared declared, Optional<PassedArtifact> previous) {}

    private final TestRows tests;
    private final TestRequests requests;
    private final ScreeningReports reports;
    private final SubmittedDeclarations declarations;
    private final ObjectMapper json;

    ScreeningFacts(
            TestRows tests,
            TestRequests requests,
            ScreeningReports reports,
            SubmittedDeclarations declarations,
            ObjectMapper json) {
        this.tests = tests;
        this.requests = requests;
        this.reports = reports;
        this.declarations = declarations;
        this.json = json;
    }

    @Transactional
    Gathered of(UUID testId) {
        TestRow test = tests.findById(testId);
        Declared declared = declarations
                .latestOf(requests.waitingFor(testId))
                .map(this::read)
                .orElse(Declared.NOTHING);
        Subject subject = new Subject(test.sha256, test.os, test.packageName, test.versionName, test.versionCode);
        return new Gathered(subject, declared, reports.lastPassed(test.subject()));
    }

    private Declared read(String stored) {
        try {
            return json.readValue(stored, Declared.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored declarations cannot be read", e);
        }
    }
}
