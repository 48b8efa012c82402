package io.gatekeeper.screening;

import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Reads the files of a set, {@code docs/screening.md}: {@code set.properties} names it and its tables. A row makes one
 * indicator, or one for each of its marks.
 */
final class IndicatorSetReader {

    private static final int MAX_INDICATORS = 100_000;
    private static final List<String> SDK = List.of(
            "id",
            "version",
            "category",
            "name",
            "nameZh",
            "provider",
            "providerZh",
            "classes",
            "libraries",
            "metadata",
            "words",
            "hosts",
            "source");
    private static final List<String> PERMISSION =
            List.of("name", "version", "protection", "regime", "grantsEn", "grantsZh", "source");
    private static final List<String> RULE =
            List.of("id", "version", "match", "unless", "problem", "severity", "en", "zh", "source");

    private static final List<String> PROTECTIONS = List.of("normal", "dangerous", "appop", "signature", "usage");

    private final SetFiles files;
    private final Vocabulary vocabulary;
    private final List<Indicator> indicators = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private IndicatorSetReader(SetFiles files, Vocabulary vocabulary) {
        this.files = files;
        this.vocabulary = vocabulary;
    }

    /**
     * @param vocabulary what the set may refer to; its own is added
     * @throws IndicatorSetException when anything in it is not as it should be, or when there is nothing in it
     */
    static IndicatorSet read(SetFiles files, Vocabulary vocabulary) {
        return new IndicatorSetReader(files, vocabulary).read();
    }

    private IndicatorSet read() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(files.text("set.properties")));
        } catch (IOException | IllegalArgumentException e) {
            throw new IndicatorSetException(files.where() + ", set.properties: " + e.getMessage() + ".", e);
        }
        String version = property(properties, "version");
        if (!version.matches("[0-9A-Za-z][0-9A-Za-z._-]{0,39}")) {
            throw new IndicatorSetException(files.where() + ", set.properties: no version is called " + version + ".");
        }
        for (String name : tables(properties, "sources")) {
            vocabulary.readSources(files, name);
        }
        for (String name : tables(properties, "frames")) {
            vocabulary.readFrames(files, name);
        }
        for (String name : tables(properties, "categories")) {
            vocabulary.readCategories(files, name);
        }
        for (String name : tables(properties, "sdks")) {
            Table.read(files, name, SDK, this::sdk);
        }
        for (String name : tables(properties, "permissions")) {
            Table.read(files, name, PERMISSION, this::permission);
        }
        for (String name : tables(properties, "rules")) {
            Table.read(files, name, RULE, this::rule);
        }
        for (String name : tables(properties, "trackers")) {
            trackers(name);
        }
        if (indicators.isEmpty()) {
            throw new IndicatorSetException(files.where() + ": has no indicator, and would find nothing in any file.");
        }
        return new IndicatorSet(version, date(properties), property(properties, "licence"), indicators, files.digest());
    }

    private String property(Properties properties, String key) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new IndicatorSetException(files.where() + ", set.properties: " + key + " is not set.");
        }
        return value;
    }

    private LocalDate date(Properties properties) {
        String date = property(properties, "effectiveFrom");
        try {
            return LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new IndicatorSetException(
                    files.where() + ", set.properties: effectiveFrom is a day such as 2026-11-01, not " + date + ".",
                    e);
        }
    }

    private static List<String> tables(Properties properties, String key) {
        String names = properties.getProperty(key, "").strip();
        return names.isEmpty() ? List.of() : List.of(names.split("\\s+"));
    }

    private void sdk(Table.Row row) {
        Message name = both(row, "name");
        EmbeddedSdk sdk = new EmbeddedSdk(row.get("id"), row.get("category"), name, both(row, "provider"));
        marks(row, sdk, MarkKind.CLASS_PREFIX, "classes");
        marks(row, sdk, MarkKind.LIBRARY, "libraries");
        marks(row, sdk, MarkKind.META, "metadata");
        marks(row, sdk, MarkKind.WORD, "words");
        marks(row, sdk, MarkKind.HOST, "hosts");
        if (!ids.contains("sdk." + sdk.id() + ".1")) {
            throw new IllegalArgumentException("an SDK without any mark is never found");
        }
    }

    private static Message both(Table.Row row, String column) {
        String zh = row.optional(column + "Zh");
        return new Message(row.get(column), zh.isEmpty() ? row.get(column) : zh);
    }

    private void marks(Table.Row row, EmbeddedSdk sdk, MarkKind kind, String column) {
        for (String text : row.words(column)) {
            mark(sdk, new Mark(kind, text), row.number("version"), vocabulary.source(row));
        }
    }

    private void trackers(String name) {
        try {
            for (TrackerDatabase.Tracker tracker : TrackerDatabase.read(files.text(name))) {
                tracker.marks().forEach(mark -> mark(tracker.sdk(), mark, 1, tracker.source()));
            }
        } catch (IllegalArgumentException e) {
            throw new IndicatorSetException(files.where() + ", " + name + ": " + e.getMessage() + ".", e);
        }
    }

    private void mark(EmbeddedSdk sdk, Mark mark, int version, String source) {
        Vocabulary.Category category = vocabulary.category(sdk.category());
        Vocabulary.Frame frame = vocabulary.frame("sdk." + mark.kind().word());
        Message message = frame.fill(Map.of(
                "name", sdk.name(),
                "provider", sdk.provider(),
                "category", category.name(),
                "handles", category.handles(),
                "mark", new Message(mark.text(), mark.text())));
        int number = 1;
        while (ids.contains("sdk." + sdk.id() + "." + number)) {
            number++;
        }
        add(new Indicator(
                "sdk." + sdk.id() + "." + number,
                version,
                found(mark),
                frame.always() ? new Unless.Never() : new Unless.Sdk(sdk),
                frame.problem(),
                // Whatever gives it away, what does little cannot weigh much.
                Collections.min(List.of(frame.severity(), category.severity())),
                message,
                source,
                // To name a host is not to embed what talks to it.
                mark.kind() == MarkKind.HOST ? null : sdk,
                sdk.id()));
    }

    /** Names of Objective-C classes and frameworks say something in an iOS package; elsewhere they are mere words. */
    private static List<Condition> found(Mark mark) {
        Condition seen = new Condition.Seen(mark);
        return mark.kind() == MarkKind.WORD ? List.of(seen, new Condition.Holds(Fact.KIND, "IPA")) : List.of(seen);
    }

    private void permission(Table.Row row) {
        String name = row.get("name");
        String regime = row.get("regime");
        String protection = row.get("protection");
        boolean free = regime.equals("ALLOW");
        if (!PROTECTIONS.contains(protection)) {
            throw new IllegalArgumentException("the protection is one of " + PROTECTIONS + ", not " + protection);
        }
        Vocabulary.Frame frame = vocabulary.frame("permission." + (free ? protection : regime));
        MarkKind kind = protection.equals("usage") ? MarkKind.KEY : MarkKind.ASKED_PERMISSION;
        Message message = frame.fill(Map.of(
                "name", new Message(name, name),
                "protection", new Message(protection, protection),
                "grants", new Message(row.get("grantsEn"), row.get("grantsZh"))));
        add(new Indicator(
                "permission." + name,
                row.number("version"),
                List.of(new Condition.Seen(new Mark(kind, name))),
                frame.always() ? new Unless.Never() : new Unless.Permission(name),
                frame.problem(),
                frame.severity(),
                message,
                vocabulary.source(row),
                null,
                name));
    }

    private void rule(Table.Row row) {
        add(new Indicator(
                row.get("id"),
                row.number("version"),
                Condition.parse(row.get("match")),
                Unless.parse(row.get("unless")),
                Vocabulary.problem(row),
                Vocabulary.severity(row),
                new Message(row.get("en"), row.get("zh")),
                vocabulary.source(row),
                null,
                null));
    }

    private void add(Indicator indicator) {
        if (!ids.add(indicator.id())) {
            throw new IllegalArgumentException("there are two indicators " + indicator.id());
        }
        if (indicators.size() == MAX_INDICATORS) {
            throw new IllegalArgumentException("a set has at most " + MAX_INDICATORS + " indicators");
        }
        indicators.add(indicator);
    }
}
