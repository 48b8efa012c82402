package io.gatekeeper.monitoring;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Plans;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Alarms and dashboard, held against what a gate serves that has done some of everything. */
@QuarkusTest
class MonitoringTest {

    private static final Path MONITORING = Path.of("k8s", "components", "monitoring");

    /** What no gate serves, and why it is asked for all the same. */
    private static final Map<String, String> NOT_SERVED = Map.of("up", "Prometheus's own: whether a scrape succeeded");

    /** PodMonitor sets it. */
    private static final String JOB = "job=release-gatekeeper";

    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    private final Gate platform = Gate.as(Tokens.platform());
    private final Gate laboratory = Gate.as(Tokens.laboratory());

    /** An expression with what is written beside it, and where. */
    private record Asked(String where, String expression, String text) {}

    @Test
    void alarmsAndDashboardAskForWhatIsServed() throws IOException {
        aReleaseThroughItsTest();
        List<Asked> asked = new ArrayList<>(alarms());
        asked.addAll(dashboard());

        assertThat(asked).hasSizeGreaterThan(30);
        // The lag of a consumer appears with its first poll of a partition.
        Awaitility.await("every metric that is asked for")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    Served served = Served.now();
                    assertThat(asked.stream().flatMap(each -> objections(each, served)))
                            .isEmpty();
                });
    }

    private static Stream<String> objections(Asked asked, Served served) {
        List<String> objections = new ArrayList<>();
        Query query = Query.of(asked.expression());
        Set<String> labels = new HashSet<>();
        for (Query.Selector selector : query.selectors()) {
            String metric = selector.metric();
            if (!selector.values().contains(JOB)) {
                objections.add(asked.where() + " asks for " + metric + " of whatever job");
            }
            if (NOT_SERVED.containsKey(metric)) {
                labels.addAll(query.kept());
                continue;
            }
            if (served.of(metric).isEmpty()) {
                objections.add(asked.where() + " asks for " + metric + ", which is not served");
            }
            Set<String> there = served.labelsOf(metric);
            labels.addAll(there);
            selector.labels().stream()
                    .filter(label -> !label.equals("job") && !there.contains(label))
                    .forEach(label ->
                            objections.add(asked.where() + " compares " + label + ", which " + metric + " has not"));
            selector.values().stream()
                    .filter(value -> !value.equals(JOB))
                    .map(value -> value.split("=", 2))
                    .filter(value -> !served.has(metric, value[0], value[1]))
                    .forEach(value ->
                            objections.add(asked.where() + ": no " + metric + " has " + value[0] + " " + value[1]));
        }
        query.kept().stream()
                .filter(label -> !labels.contains(label))
                .forEach(label -> objections.add(asked.where() + " keeps " + label + ", which nothing has"));
        SHOWN.matcher(asked.text())
                .results()
                .map(shown -> shown.group(1))
                .filter(label -> !label.equals("value") && !query.kept().contains(label))
                .forEach(label -> objections.add(asked.where() + " shows " + label + ", which it does not keep"));
        return objections.stream();
    }

    @Test
    void everyAlarmHasItsPageAndEveryPageItsAlarm() throws IOException {
        String runbook = Files.readString(Path.of("docs", "runbook.md"));
        List<String> pages = Pattern.compile("(?m)^## (Gatekeeper\\w+)$")
                .matcher(runbook)
                .results()
                .map(heading -> heading.group(1))
                .toList();
        List<JsonNode> rules = rules();

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(
                        rule -> assertThat(rule.at("/annotations/runbook_url").asText())
                                .isEqualTo("docs/runbook.md#"
                                        + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
        assertThat(pages)
                .containsExactlyElementsOf(
                        rules.stream().map(rule -> rule.path("alert").asText()).toList());
        for (String page : pages) {
            String text = runbook.substring(runbook.indexOf("## " + page)).substring(3);
            String own = text.substring(0, text.indexOf("\n## "));
            assertThat(own).as(page).contains("*Means*:", "*Look*:", "*Do*:");
        }
    }

    @Test
    void everyMetricOfOursIsExplained() throws IOException {
        aReleaseThroughItsTest();
        String explained = Files.readString(Path.of("docs", "operations.md"));
        Set<String> named = Pattern.compile("`(gatekeeper_\\w+)")
                .matcher(explained)
                .results()
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(Served.now().series().stream()
                        .map(Served.Series::metric)
                        .filter(metric -> metric.startsWith("gatekeeper_"))
                        .map(metric -> metric.replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds"))
                        .distinct())
                .isSubsetOf(named);
    }

    @Test
    void tellsHowLongDecisionsTakeAndWhatWaits() {
        Served before = Served.now();
        aReleaseThroughItsTest();
        String held = submitHeld(guided());
        platform.post(
                        "/v1/release-requests/batch",
                        List.of(submission(Codes.creditCode(), Codes.packageName(), 1, Codes.sha256())))
                .then()
                .statusCode(200);
        platform.awaitTest(held);

        Awaitility.await("all of it").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Served now = Served.now();
            assertThat(rise(before, now, "gatekeeper_submission_seconds_count", "kind", "single"))
                    .isEqualTo(3);
            assertThat(rise(before, now, "gatekeeper_submission_seconds_count", "kind", "batch"))
                    .isEqualTo(1);
            assertThat(rise(before, now, "gatekeeper_reconsideration_seconds_count", "change", "test"))
                    .isPositive();
            // Two measures.
            assertThat(rise(before, now, "gatekeeper_reconsideration_seconds_count", "change", "standing"))
                    .isGreaterThanOrEqualTo(2);
            assertThat(now.sum("gatekeeper_submission_seconds_bucket", "kind", "single", "le", "+Inf"))
                    .isEqualTo(now.sum("gatekeeper_submission_seconds_count", "kind", "single"));
            assertThat(now.sum("gatekeeper_outbox_relaying")).isEqualTo(1);
            assertThat(now.sum("gatekeeper_sweep_age_seconds", "sweep", "decisions"))
                    .isBetween(0.0, 60.0);
            assertThat(now.sum("gatekeeper_sweep_age_seconds", "sweep", "test-deadlines"))
                    .isBetween(0.0, 60.0);
            assertThat(now.sum("gatekeeper_technical_tests_oldest_age_seconds", "state", "QUEUED"))
                    .isPositive();
            assertThat(now.sum("gatekeeper_technical_tests_next_due_seconds")).isPositive();
        });
    }

    @Test
    void countsACallInTheExpressLaneLikeAnyOther() {
        String id = platform.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        platform.read(id).then().statusCode(200);
        Served before = Served.now();

        platform.read(id).then().statusCode(200);

        Served now = Served.now();
        assertThat(rise(before, now, "gatekeeper_reads_express_total")).isEqualTo(1);
        assertThat(rise(
                        before,
                        now,
                        "http_server_requests_seconds_count",
                        "uri",
                        "/v1/release-requests/{id}",
                        "method",
                        "GET",
                        "status",
                        "200"))
                .isEqualTo(1);
    }

    private static double rise(Served before, Served now, String metric, String... labels) {
        return now.sum(metric, labels) - before.sum(metric, labels);
    }

    /** A publish, a listing, a hold, an overtaken publish, a test, a verdict, and the decision that follows it. */
    private void aReleaseThroughItsTest() {
        String publisher = registeredPublisher();
        String clear = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        platform.list(clear).then().statusCode(200);
        Gate.imposeGuidance(publisher);
        String held = submitHeld(publisher);
        String test = platform.awaitTest(held);
        laboratory.post("/v1/technical-tests/" + test + "/claim").then().statusCode(200);
        laboratory
                .post("/v1/technical-tests/" + test + "/verdict", Plans.verdict("PASSED", "as tested"))
                .then()
                .statusCode(200);
        Awaitility.await("cleared")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.read(held).<String>path("state"), "CLEARED"::equals);
    }

    private static String guided() {
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);
        return publisher;
    }

    private String submitHeld(String publisher) {
        return platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static List<JsonNode> rules() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(MONITORING.resolve("alarms.yaml").toFile())
                .at("/spec/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false).toList();
    }

    private static List<Asked> alarms() throws IOException {
        return rules().stream()
                .map(rule -> new Asked(
                        rule.path("alert").asText(),
                        rule.path("expr").asText(),
                        rule.at("/annotations/summary").asText()))
                .toList();
    }

    private static List<Asked> dashboard() throws IOException {
        JsonNode panels = new ObjectMapper()
                .readTree(MONITORING.resolve("release-gatekeeper.json").toFile())
                .path("panels");
        List<Asked> asked = new ArrayList<>();
        for (JsonNode panel : panels) {
            for (JsonNode target : panel.path("targets")) {
                asked.add(new Asked(
                        "the panel " + panel.path("title").asText(),
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()));
            }
        }
        return asked;
    }
}
