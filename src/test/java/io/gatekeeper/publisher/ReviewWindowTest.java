package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.time.Ids;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewWindowTest {

    private static final Instant AT = Instant.parse("2021-11-24T07:00:00Z");
    private static final Ending ENDING = new Ending("first", "second", "over", AT);

    /** Every state and every event; an empty cell is a step that does not exist. */
    @ParameterizedTest
    @CsvSource({
        "Recorded,  confirm, Confirmed",
        "Recorded,  end,",
        "Confirmed, confirm,",
        "Confirmed, end,     Ended",
        "Ended,     confirm,",
        "Ended,     end,",
    })
    void goesFromStateToStateOnlyWhereTheStateAllowsIt(String state, String event, String next) {
        ReviewWindow window = in(state);
        UnaryOperator<ReviewWindow> step = event.equals("confirm") ? w -> w.confirm("second", AT) : w -> w.end(ENDING);

        if (next == null) {
            assertThatThrownBy(() -> step.apply(window))
                    .isInstanceOfSatisfying(
                            ProblemException.class, p -> assertThat(p.type()).isEqualTo(ProblemType.INVALID_STATE));
        } else {
            assertThat(step.apply(window).state().getClass().getSimpleName()).isEqualTo(next);
        }
    }

    @Test
    void isNeverConfirmedByWhoeverRecordedIt() {
        assertThatThrownBy(() -> in("Recorded").confirm("first", AT))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        p -> assertThat(p.type()).isEqualTo(ProblemType.SECOND_OFFICER_REQUIRED));
    }

    private static ReviewWindow in(String state) {
        ReviewWindow window = new ReviewWindow(
                Ids.next(),
                AT,
                AT.plusSeconds(3600),
                Set.of(ReleaseKind.NEW_LISTING),
                "reported",
                new ReviewWindow.Recording("first", AT),
                new ReviewWindow.State.Recorded());
        return switch (state) {
            case "Recorded" -> window;
            case "Confirmed" -> window.confirm("second", AT);
            case "Ended" -> window.confirm("second", AT).end(ENDING);
            default -> throw new IllegalArgumentException(state);
        };
    }
}
