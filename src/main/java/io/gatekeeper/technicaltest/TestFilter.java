package io.gatekeeper.technicaltest;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Instants;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which technical tests a list shows.
 *
 * @param stuck    whether nobody does what the case waits for: see {@link TestPages}
 * @param assignee the laboratory that holds or held the case
 * @param limit    how many at most
 */
record TestFilter(
        Optional<TestState> state,
        Optional<Boolean> overdue,
        Optional<Boolean> stuck,
        Optional<String> assignee,
        Optional<Instant> dueBefore,
        Optional<Cursor> after,
        int limit) {

    private static final int LONGEST_NAME = 200;

    /** From query parameters, each of which may be null. */
    static TestFilter of(
            String state,
            String overdue,
            String stuck,
            String assignee,
            String dueBefore,
            String limit,
            String cursor) {
        return new TestFilter(
                Optional.ofNullable(state).map(TestFilter::state),
                Optional.ofNullable(overdue).map(text -> bool("overdue", text)),
                Optional.ofNullable(stuck).map(text -> bool("stuck", text)),
                Optional.ofNullable(assignee).map(TestFilter::name),
                Instants.parameter("dueBefore", dueBefore),
                Cursor.decode(cursor),
                Page.limit(limit));
    }

    private static TestState state(String text) {
        return TestState.of(text)
                .orElseThrow(() ->
                        ProblemException.invalid("state", "must be one of " + Arrays.toString(TestState.values())));
    }

    private static boolean bool(String parameter, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalid(parameter, "must be true or false");
        };
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME || text.indexOf(0) >= 0) {
            throw ProblemException.invalid("assignee", "must be a laboratory's id");
        }
        return text;
    }
}
