package io.gatekeeper.monitoring;

import static io.restassured.RestAssured.given;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a running gate serves to Prometheus at one moment, in its text format. */
record Served(List<Series> series) {

    record Series(String metric, Map<String, String> labels, double value) {}

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Served now() {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        String text = given().port(port)
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return new Served(text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Served::series)
                .toList());
    }

    private static Series series(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line of the format: " + line);
        }
        Map<String, String> labels = new HashMap<>();
        if (parts.group(2) != null) {
            Matcher label = LABEL.matcher(parts.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        String value = parts.group(3).replace("+Inf", "Infinity");
        return new Series(parts.group(1), labels, Double.parseDouble(value));
    }

    List<Series> of(String metric) {
        return series.stream().filter(one -> one.metric().equals(metric)).toList();
    }

    /** The labels each series of the metric has; empty when there is no such metric. */
    Set<String> labelsOf(String metric) {
        return of(metric).stream()
                .map(one -> (Set<String>) new HashSet<>(one.labels().keySet()))
                .reduce((one, other) -> {
                    one.retainAll(other);
                    return one;
                })
                .orElse(Set.of());
    }

    boolean has(String metric, String label, String value) {
        return of(metric).stream().anyMatch(one -> value.equals(one.labels().get(label)));
    }

    /** The sum over the series with these labels, given as name and value in turn. */
    double sum(String metric, String... labels) {
        return of(metric).stream()
                .filter(one -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(one.labels().get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .collect(Collectors.summingDouble(Series::value));
    }
}
