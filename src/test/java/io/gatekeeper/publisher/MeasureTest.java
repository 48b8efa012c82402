package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.time.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTest {

    private static final Instant AT = Instant.parse("2021-11-24T07:00:00Z");
    private static final Ending ENDING = new Ending("first", "second", "order", AT);

    /** Every state and every event; an empty cell is a step that does not exist. */
    @ParameterizedTest
    @CsvSource({
        "InForce,   confirm, Confirmed",
        "InForce,   lift,    Lifted",
        "InForce,   rescind, Rescinded",
        "Confirmed, confirm,",
        "Confirmed, lift,    Lifted",
        "Confirmed, rescind, Rescinded",
        "Lifted,    confirm,",
        "Lifted,    lift,",
        "Lifted,    rescind,",
        "Rescinded, confirm,",
        "Rescinded, lift,",
        "Rescinded, rescind,",
    })
    void goesFromStateToStateOnlyWhereTheStateAllowsIt(String state, String event, String next) {
        Measure measure = in(state);
        UnaryOperator<Measure> step = switch (event) {
            case "confirm" -> m -> m.confirm("third", AT);
            case "lift" -> m -> m.lift(ENDING);
            case "rescind" -> m -> m.rescind(ENDING);
            default -> throw new IllegalArgumentException(event);
        };

        if (next == null) {
            assertThatThrownBy(() -> step.apply(measure))
                    .isInstanceOfSatisfying(
                            ProblemException.class, p -> assertThat(p.type()).isEqualTo(ProblemType.INVALID_STATE));
        } else {
            assertThat(step.apply(measure).state().getClass().getSimpleName()).isEqualTo(next);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"imposer", "recorder"})
    void isNeverConfirmedByWhoeverImposedItOrRecordedTheNotice(String officer) {
        assertThatThrownBy(() -> in("InForce").confirm(officer, AT))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        p -> assertThat(p.type()).isEqualTo(ProblemType.SECOND_OFFICER_REQUIRED));
    }

    @Test
    void isNeverEndedByOneOfficerAlone() {
        assertThatThrownBy(() -> new Ending("first", "first", "order", AT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsItsConfirmationWhenItEnds() {
        Measure ended = in("Confirmed").lift(ENDING);

        assertThat(ended.confirmation()).contains(new MeasureState.Confirmed("second", AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InForce", "Confirmed", "Lifted", "Rescinded"})
    void comesBackFromItsRowAsItWas(String state) {
        Measure measure = in(state);
        MeasureRow row = MeasureRow.of(measure, PolicyFixtures.POLICY);

        row.become(measure.confirmation().map(MeasureState.class::cast).orElse(measure.state()));
        row.become(measure.state());

        assertThat(row.measure()).isEqualTo(measure);
        assertThat(row.confirmationDueAt).isEqualTo(AT.plusSeconds(24 * 3600));
    }

    private static Measure in(String state) {
        Measure measure = new Measure(
                Ids.next(),
                new CreditCode("91350100M000100Y43"),
                MeasureType.TRANSITIONAL_GUIDANCE,
                new Measure.Imposition("imposer", AT, AT, Optional.of(new Measure.Noticed("MIIT-2021-4", "recorder"))),
                new MeasureState.InForce());
        return switch (state) {
            case "InForce" -> measure;
            case "Confirmed" -> measure.confirm("second", AT);
            case "Lifted" -> measure.lift(ENDING);
            case "Rescinded" -> measure.confirm("second", AT).rescind(ENDING);
            default -> throw new IllegalArgumentException(state);
        };
    }
}
