package io.gatekeeper.screening;

import io.gatekeeper.screening.file.TermKind;
import io.gatekeeper.screening.file.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks for all marks of all indicators in all texts of a file at once. */
final class MarkFinder {

    private final List<Mark> marks;
    /** For each text of the automaton the numbers of the marks that are made of it. */
    private final int[][] byText;

    private final MarkAutomaton automaton;

    MarkFinder(Collection<Mark> all) {
        this.marks = all.stream().distinct().toList();
        Map<String, List<Integer>> texts = new LinkedHashMap<>();
        for (int mark = 0; mark < marks.size(); mark++) {
            texts.computeIfAbsent(marks.get(mark).text(), key -> new ArrayList<>())
                    .add(mark);
        }
        this.byText = texts.values().stream()
                .map(numbers -> numbers.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.automaton = new MarkAutomaton(List.copyOf(texts.keySet()));
    }

    int size() {
        return marks.size();
    }

    /** What is found in one file; not for use by several threads. */
    Search search() {
        return new Search();
    }

    final class Search implements Terms, MarkAutomaton.Occurrences {

        private final String[] seenIn = new String[marks.size()];
        private String rawEntry;
        private TermKind kind;
        private String where;
        private byte[] bytes;
        private int from;
        private int to;
        private boolean continued;

        @Override
        public void term(TermKind termKind, String entry, byte[] lent, int first, int last) {
            kind = termKind;
            where = entry;
            bytes = lent;
            from = first;
            to = last;
            continued = termKind == TermKind.RAW && entry.equals(rawEntry);
            rawEntry = termKind == TermKind.RAW ? entry : null;
            automaton.find(lent, first, last, this);
        }

        @Override
        public void found(int text, int start, int end) {
            for (int mark : byText[text]) {
                MarkKind of = marks.get(mark).kind();
                if (seenIn[mark] == null
                        && of.terms().contains(kind)
                        && of.fits(bytes, from, to, start, end, continued)) {
                    seenIn[mark] = where;
                }
            }
        }

        /** The marks that were seen, each with the entry where it was seen first. */
        Map<Mark, String> seen() {
            Map<Mark, String> seen = new HashMap<>();
            for (int mark = 0; mark < seenIn.length; mark++) {
                if (seenIn[mark] != null) {
                    seen.put(marks.get(mark), seenIn[mark]);
                }
            }
            return seen;
        }
    }
}
