package io.gatekeeper.technicaltest.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The editions of the test plan, as the files under {@code test-plans} have them; one that is broken keeps the gate from starting. */
@ApplicationScoped
public class TestPlans {

    private static final List<String> FILES = List.of("taf-2020-11.json", "taf-2021-05.json");

    private final List<TestPlan> editions;

    TestPlans(ObjectMapper json) {
        editions = FILES.stream()
                .map(file -> read(file, json))
                .sorted(Comparator.comparing(TestPlan::effectiveFrom))
                .toList();
    }

    /** The edition in force; before there was one, the first. */
    public TestPlan inForceAt(Instant at) {
        return editions.stream()
                .filter(plan -> !plan.effectiveFrom().isAfter(at))
                .reduce((earlier, later) -> later)
                .orElse(editions.get(0));
    }

    /** Empty for an edition this version does not have. */
    public Optional<TestPlan> edition(String name) {
        return editions.stream().filter(plan -> plan.edition().equals(name)).findFirst();
    }

    List<TestPlan> all() {
        return editions;
    }

    private static TestPlan read(String file, ObjectMapper json) {
        try (InputStream in = TestPlans.class.getResourceAsStream("/test-plans/" + file)) {
            return json.readValue(in, TestPlan.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the test plan " + file + " cannot be read", e);
        }
    }
}
