package io.gatekeeper.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list; {@code nextCursor} is absent on the last one.
 *
 * @param <T> what the list holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, String nextCursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /**
     * Cuts a page from rows fetched with {@code limit + 1}: the one row too many only shows that there is a next page.
     *
     * @param cursorOf the position after a given row
     */
    public static <T> Page<T> cut(List<T> fetched, int limit, Function<T, Cursor> cursorOf) {
        if (fetched.size() <= limit) {
            return new Page<>(List.copyOf(fetched), null);
        }
        List<T> items = List.copyOf(fetched.subList(0, limit));
        return new Page<>(items, cursorOf.apply(items.get(limit - 1)).encode());
    }

    /** The same page with every item in another shape. */
    public <R> Page<R> map(Function<T, R> shape) {
        return new Page<>(items.stream().map(shape).toList(), nextCursor);
    }

    /**
     * The limit to use: the asked one, or the default.
     *
     * @param asked as text, because JAX-RS answers a parameter that is no number with 404; it is a problem answer here,
     *              like a number outside 1 to 200
     */
    public static int limit(String asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw ProblemException.invalid("limit", "must be a whole number of 1 to " + MAX_LIMIT);
    }
}
