package io.gatekeeper.screening;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rows of a set may refer to: sources, categories of SDKs, and frames of sentences that several rows share. */
final class Vocabulary {

    /** The codes of the instruments; {@code publisher} has them with their words, and a test holds both equal. */
    static final Set<String> PROBLEMS = Set.of(
            "PI_COLLECT_PRIVATE",
            "PI_COLLECT_EXCESS",
            "PI_SHARE_PRIVATE",
            "FORCED_TARGETED_PUSH",
            "PERM_NO_GRANT_NO_USE",
            "PERM_FREQUENT",
            "PERM_EXCESS",
            "ACCOUNT_CANCEL_HARD",
            "PI_COLLECT_ILLEGAL",
            "PI_USE_ILLEGAL",
            "PERM_FORCED_FREQ_EXCESS",
            "AUTOSTART",
            "DECEIVE_MISLEAD",
            "STORE_INFO_INSUFFICIENT",
            "STORE_DUTY_FAIL",
            "SDK_INFO_INSUFFICIENT",
            "TECH_CONFRONTATION");

    /** What SDKs do, and what they usually handle for it. */
    record Category(Severity severity, Message name, Message handles) {}

    /** A sentence with {@code {places}} to be filled, and what it weighs. */
    record Frame(String problem, Severity severity, boolean always, Message message) {

        Message fill(Map<String, Message> places) {
            String en = message.en();
            String zh = message.zh();
            for (Map.Entry<String, Message> place : places.entrySet()) {
                en = en.replace("{" + place.getKey() + "}", place.getValue().en());
                zh = zh.replace("{" + place.getKey() + "}", place.getValue().zh());
            }
            return new Message(en, zh);
        }
    }

    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Category> categories = new HashMap<>();
    private final Map<String, Frame> frames = new HashMap<>();

    static Vocabulary basedOn(Vocabulary other) {
        Vocabulary own = new Vocabulary();
        own.sources.putAll(other.sources);
        own.categories.putAll(other.categories);
        own.frames.putAll(other.frames);
        return own;
    }

    void readSources(SetFiles files, String name) {
        Table.read(files, name, List.of("key", "citation"), row -> sources.put(row.get("key"), row.get("citation")));
    }

    void readCategories(SetFiles files, String name) {
        Table.read(
                files,
                name,
                List.of("category", "severity", "en", "zh", "handlesEn", "handlesZh"),
                row -> categories.put(
                        row.get("category"),
                        new Category(
                                severity(row),
                                new Message(row.get("en"), row.get("zh")),
                                new Message(row.get("handlesEn"), row.get("handlesZh")))));
    }

    void readFrames(SetFiles files, String name) {
        Table.read(
                files,
                name,
                List.of("frame", "problem", "severity", "when", "en", "zh"),
                row -> frames.put(
                        row.get("frame"),
                        new Frame(
                                problem(row),
                                severity(row),
                                always(row.get("when")),
                                new Message(row.get("en"), row.get("zh")))));
    }

    /** A citation by its key, or one that is written out, which has a dot in it somewhere. */
    String source(Table.Row row) {
        String source = row.get("source");
        String known = sources.get(source);
        if (known == null && source.indexOf('.') < 0) {
            throw new IllegalArgumentException("there is no source " + source);
        }
        return known == null ? source : known;
    }

    Category category(String key) {
        return known(categories, key, "category");
    }

    Frame frame(String key) {
        return known(frames, key, "frame");
    }

    static String problem(Table.Row row) {
        String problem = row.get("problem");
        if (!PROBLEMS.contains(problem)) {
            throw new IllegalArgumentException("no instrument has the code " + problem);
        }
        return problem;
    }

    static Severity severity(Table.Row row) {
        for (Severity one : Severity.values()) {
            if (one.name().equals(row.get("severity"))) {
                return one;
            }
        }
        throw new IllegalArgumentException("there is no severity " + row.get("severity"));
    }

    private static boolean always(String when) {
        if (!when.equals("always") && !when.equals("undeclared")) {
            throw new IllegalArgumentException("the column when is always or undeclared, not " + when);
        }
        return when.equals("always");
    }

    private static <T> T known(Map<String, T> all, String key, String what) {
        T one = all.get(key);
        if (one == null) {
            throw new IllegalArgumentException("there is no " + what + " " + key);
        }
        return one;
    }
}
