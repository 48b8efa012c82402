package io.gatekeeper.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rows of all rounds; the table shows of each cell the round with the median ratio. */
public final class Results {

    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final StringBuilder appendix = new StringBuilder();

    public void add(Row row) {
        rows.computeIfAbsent(row.cell() + "/" + row.width(), key -> new ArrayList<>())
                .add(row);
        Bench.say(
                "  %s, %d at once: %s%s %s",
                row.cell(),
                row.width(),
                row.unit().text(row.value()),
                row.hasYardstick()
                        ? ", yardstick %s and %s, ratio %.2f"
                                .formatted(
                                        row.unit().text(row.before()),
                                        row.unit().text(row.after()),
                                        row.ratio())
                        : "",
                row.remark());
    }

    /** Something that does not fit into the table, to stand below it. */
    public void append(String text) {
        appendix.append('\n').append(text);
        Bench.say("%s", text);
    }

    boolean isNoisy() {
        return medians().stream().anyMatch(Row::isNoisy);
    }

    private List<Row> medians() {
        return rows.values().stream().map(Results::median).toList();
    }

    private static Row median(List<Row> several) {
        List<Row> sorted =
                several.stream().sorted(Comparator.comparingDouble(Row::ratio)).toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        Table table = new Table(
                "cell",
                "at once",
                "measured",
                "yardstick before, after",
                "ratio",
                "reach, beyond",
                "p50 ms",
                "p99 ms",
                "CPU-ms gate",
                "CPU-ms PostgreSQL",
                "CPU-ms load + Kafka",
                "others' CPU",
                "rows",
                "");
        for (Row row : medians()) {
            add(table, row);
        }
        return table.toString() + appendix;
    }

    private static void add(Table table, Row row) {
        Meter.Run run = row.run();
        table.add(
                row.cell(),
                "" + row.width(),
                row.unit().text(row.value()),
                row.hasYardstick()
                        ? row.unit().text(row.before()) + ", " + row.unit().text(row.after())
                        : "",
                row.hasYardstick() ? "%.2f".formatted(row.ratio()) : "",
                row.reach(),
                run == null ? "" : millis(run.measured().p50()),
                run == null ? "" : millis(run.measured().p99()),
                run == null ? "" : cost(run.gateMillis()),
                run == null ? "" : cost(run.postgresMillis()),
                run == null ? "" : cost(run.ownMillis()),
                run == null ? "" : "%.0f %%".formatted(run.cpu().others()),
                row.rows(),
                ((row.isNoisy() ? "noisy (%.2f) ".formatted(row.drift()) : "") + row.remark()).strip());
        Meter.Run yardstick = row.yardstick();
        if (yardstick != null) {
            table.add(
                    "  its yardstick",
                    "",
                    "",
                    "",
                    "",
                    "",
                    millis(yardstick.measured().p50()),
                    millis(yardstick.measured().p99()),
                    cost(yardstick.yardstickMillis() + yardstick.gateMillis()),
                    cost(yardstick.postgresMillis()),
                    cost(yardstick.ownMillis()),
                    "%.0f %%".formatted(yardstick.cpu().others()),
                    "",
                    "");
        }
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "" : "%,.2f".formatted(value);
    }

    private static String cost(double millis) {
        return Double.isNaN(millis) || Double.isInfinite(millis) ? "" : "%,.3f".formatted(millis);
    }
}
