package io.gatekeeper.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks Prometheus for. Not its whole grammar, of which no parser can be had here: every
 * selector has its braces, and whatever is neither selector, label, number nor a word it knows is an error.
 *
 * @param selectors the metrics it selects
 * @param kept      the labels it groups, joins or ignores by
 */
record Query(List<Selector> selectors, Set<String> kept) {

    /** @param labels each that is compared, and {@code values} those that are compared for equality, as name=value */
    record Selector(String metric, Set<String> labels, Set<String> values) {}

    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[\\d+[smhd]]");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");
    private static final Pattern COMPARISON = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Set<String> KNOWN =
            Set.of("sum", "min", "max", "rate", "increase", "absent", "histogram_quantile", "or", "and", "group_left");

    static Query of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Set<String> labels = new HashSet<>();
            Set<String> values = new HashSet<>();
            Matcher comparison = COMPARISON.matcher(selector.group(2));
            while (comparison.find()) {
                labels.add(comparison.group(1));
                if (comparison.group(2).equals("=")) {
                    values.add(comparison.group(1) + "=" + comparison.group(3));
                }
            }
            String left = COMPARISON.matcher(selector.group(2)).replaceAll("").replaceAll("[,\\s]", "");
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(expression + " compares in a way that is not known: " + left);
            }
            selectors.add(new Selector(selector.group(1), labels, values));
        }
        String rest =
                RANGE.matcher(SELECTOR.matcher(expression).replaceAll(" ")).replaceAll(" ");
        Set<String> kept = new HashSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            kept.addAll(List.of(grouping.group(1).trim().split("\\s*,\\s*")));
        }
        rest = STRING.matcher(GROUPING.matcher(rest).replaceAll(" ")).replaceAll(" ");
        List<String> unknown = WORD.matcher(rest)
                .results()
                .map(MatchResult::group)
                .filter(word -> !KNOWN.contains(word))
                .toList();
        if (selectors.isEmpty() || !unknown.isEmpty() || !isBalanced(rest)) {
            throw new IllegalArgumentException(expression + " is not understood: " + unknown);
        }
        return new Query(selectors, kept);
    }

    private static boolean isBalanced(String text) {
        int open = 0;
        for (char c : text.toCharArray()) {
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0) {
                return false;
            }
        }
        return open == 0;
    }
}
