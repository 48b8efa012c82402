package io.gatekeeper.screening.file;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a file, as many as may be told. */
final class Problems {

    private static final int MAX_TEXT = 300;

    private final List<FileProblem> all = new ArrayList<>();
    private final int limit;

    Problems(int limit) {
        this.limit = limit;
    }

    void add(String code, String where, String detail, boolean hostile) {
        FileProblem problem = new FileProblem(code, shortened(where), shortened(detail), hostile);
        // Past the limit one of each kind is still told, so that a thousand harmless ones cannot hide the one that
        // counts.
        boolean room =
                all.size() < limit || all.stream().noneMatch(told -> told.code().equals(code));
        if (room && !all.contains(problem)) {
            all.add(problem);
        }
    }

    void add(BrokenFileException broken) {
        FileProblem problem = broken.problem();
        add(problem.code(), problem.where(), problem.detail(), problem.hostile());
    }

    void addAll(List<FileProblem> problems, String prefix) {
        problems.forEach(one -> add(one.code(), prefix + "!/" + one.where(), one.detail(), one.hostile()));
    }

    boolean has(String code) {
        return all.stream().anyMatch(one -> one.code().equals(code));
    }

    List<FileProblem> all() {
        return all;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
