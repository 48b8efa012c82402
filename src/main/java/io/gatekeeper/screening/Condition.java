package io.gatekeeper.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One thing that has to hold of a file for an indicator to fire. */
sealed interface Condition {

    /** What it rests on, empty when nothing more is to be said; null when it does not hold. */
    String evidence(Sighting sighting);

    record Seen(Mark mark) implements Condition {
        @Override
        public String evidence(Sighting sighting) {
            String where = sighting.marks().get(mark);
            return where == null ? null : mark.text() + " (" + where + ")";
        }
    }

    record Holds(Fact fact, String argument) implements Condition {
        @Override
        public String evidence(Sighting sighting) {
            return fact.evidence(sighting, argument);
        }
    }

    record Not(Condition of) implements Condition {
        @Override
        public String evidence(Sighting sighting) {
            return of.evidence(sighting) == null ? "" : null;
        }
    }

    /**
     * The conditions of a matcher: {@code kind:text} for a mark, {@code fact} or {@code fact=argument} for a fact, each
     * with {@code !} for its opposite, joined by spaces; all have to hold.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static List<Condition> parse(String matcher) {
        List<Condition> all = new ArrayList<>();
        for (String word : matcher.strip().split(" +")) {
            boolean not = word.startsWith("!");
            Condition one = one(not ? word.substring(1) : word);
            all.add(not ? new Not(one) : one);
        }
        if (all.stream().allMatch(Not.class::isInstance)) {
            throw new IllegalArgumentException("a matcher needs something that is there: " + matcher);
        }
        return List.copyOf(all);
    }

    private static Condition one(String word) {
        for (MarkKind kind : MarkKind.values()) {
            if (word.startsWith(kind.word() + ":")) {
                return new Seen(new Mark(kind, word.substring(kind.word().length() + 1)));
            }
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String argument = equals < 0 ? "" : word.substring(equals + 1);
        for (Fact fact : Fact.values()) {
            if (fact.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                fact.check(argument);
                return new Holds(fact, argument);
            }
        }
        throw new IllegalArgumentException("a matcher has no such condition: " + word);
    }
}
