package io.gatekeeper.bench;

import io.gatekeeper.bench.load.Measured;
import java.util.function.ToDoubleFunction;

/**
 * A line of the table: a figure between those of its yardstick.
 *
 * @param width     how many at once
 * @param before    the yardstick's figure; not a number for what has no yardstick
 * @param reach     the ratio to reach, and the one beyond
 * @param yardstick the run of it that came after
 * @param rows      acknowledged = stored = told
 */
public record Row(
        String cell,
        int width,
        Unit unit,
        double value,
        double before,
        double after,
        String reach,
        Meter.Run run,
        Meter.Run yardstick,
        String rows,
        String remark) {

    /** Beyond that factor between the yardstick before and after a cell, the machine did something else meanwhile. */
    private static final double NOISY = 1.3;

    /** What a figure is counted in. */
    public enum Unit {
        PER_SECOND("%,.0f/s"),
        MILLIS("%,.2f ms"),
        SECONDS("%,.2f s");

        private final String format;

        Unit(String format) {
            this.format = format;
        }

        public String text(double value) {
            return Double.isNaN(value) ? "" : format.formatted(value);
        }
    }

    /** Rates against rates. */
    public static Row rates(String cell, int width, Stage.Between between) {
        return of(cell, width, Unit.PER_SECOND, between, Measured::perSecond, Measured::perSecond);
    }

    public static Row of(
            String cell,
            int width,
            Unit unit,
            Stage.Between between,
            ToDoubleFunction<Measured> figure,
            ToDoubleFunction<Measured> yardstick) {
        return new Row(
                cell,
                width,
                unit,
                figure.applyAsDouble(between.run().measured()),
                yardstick.applyAsDouble(between.before().measured()),
                yardstick.applyAsDouble(between.after().measured()),
                "",
                between.run(),
                between.after(),
                between.rows(),
                "");
    }

    /** What stands for itself. */
    public static Row alone(String cell, int width, Unit unit, double value, Meter.Run run) {
        return new Row(cell, width, unit, value, Double.NaN, Double.NaN, "", run, null, "", "");
    }

    public Row reaching(String ratios) {
        return new Row(cell, width, unit, value, before, after, ratios, run, yardstick, rows, remark);
    }

    public Row remarking(String words) {
        return new Row(cell, width, unit, value, before, after, reach, run, yardstick, rows, words);
    }

    /** Who stands beside a figure that has no yardstick is compared by its value. */
    double ratio() {
        return hasYardstick() ? value / ((before + after) / 2) : value;
    }

    boolean hasYardstick() {
        return !Double.isNaN(before);
    }

    double drift() {
        return hasYardstick() ? Math.max(before, after) / Math.min(before, after) : 1;
    }

    boolean isNoisy() {
        return drift() > NOISY;
    }
}
