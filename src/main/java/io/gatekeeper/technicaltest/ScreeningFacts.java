package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.screening.Declared;
import io.gatekeeper.screening.PassedArtifact;
import io.gatekeeper.screening.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
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
    private final ScreeningQueue screenings;
    private final ScreeningReports reports;
    private final SubmittedDeclarations declarations;
    private final ObjectMapper json;

    ScreeningFacts(
            TestRows tests,
            TestRequests requests,
            ScreeningQueue screenings,
            ScreeningReports reports,
            SubmittedDeclarations declarations,
            ObjectMapper json) {
        this.tests = tests;
        this.requests = requests;
        this.screenings = screenings;
        this.reports = reports;
        this.declarations = declarations;
        this.json = json;
    }

    /** The case is locked, so that whoever changes what is declared of it either comes before or sees what this takes. */
    @Transactional
    Gathered of(ScreeningQueue.Taken taken) {
        TestRow test = tests.locked(taken.testId()).orElseThrow();
        String declared = declaredNow(test.id);
        screenings.begins(taken, declared);
        Subject subject = new Subject(test.sha256, test.os, test.packageName, test.versionName, test.versionCode);
        return new Gathered(subject, read(declared), reports.lastPassed(test.subject()));
    }

    /** Of these open cases, which have been locked, those that are screened, or were, against what is declared no more. */
    List<TestRow> outdated(List<TestRow> open) {
        Map<UUID, String> declared =
                screenings.declaredOf(open.stream().map(test -> test.id).toList());
        return open.stream()
                .filter(test -> declared.containsKey(test.id))
                .filter(test -> !read(declared.get(test.id)).equals(read(declaredNow(test.id))))
                .toList();
    }

    private String declaredNow(UUID testId) {
        return declarations.latestOf(requests.waitingFor(testId)).orElse("{}");
    }

    private Declared read(String stored) {
        try {
            return json.readValue(stored, Declared.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored declarations cannot be read", e);
        }
    }
}
