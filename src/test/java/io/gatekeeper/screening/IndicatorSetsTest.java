package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of an operator: what is taken, from when on, and what is refused with which sentence. */
class IndicatorSetsTest {

    private static final Instant BEFORE = Instant.parse("2026-12-31T15:59:59Z");
    private static final Instant FROM = Instant.parse("2026-12-31T16:00:00Z");
    private static final String PROPERTIES =
            "version = ours-1\neffectiveFrom = 2027-01-01\nlicence = ours\nrules = rules.tsv\n";
    private static final String COLUMNS = "id\tversion\tmatch\tunless\tproblem\tseverity\ten\tzh\tsource\n";
    private static final String ROW =
            "ours.one\t1\tclass:com.ours\tnever\tPI_COLLECT_EXCESS\tMAJOR\tIt has ours.\t含有我们的。\tours.example\n";

    @TempDir
    Path directory;

    @Test
    void addsASetFromItsFirstDayInShanghaiOn() throws IOException {
        set("one", PROPERTIES, COLUMNS + ROW);

        IndicatorSets sets = load();

        assertThat(sets.at(BEFORE).version()).isEqualTo("2026-11.1");
        assertThat(sets.at(FROM).version()).isEqualTo("2026-11.1+ours-1");
        assertThat(sets.at(FROM).all()).hasSize(sets.at(BEFORE).all().size() + 1);
        assertThat(sets.all()).extracting(IndicatorSet::digest).allMatch(one -> one.matches("[0-9a-f]{64}"));
    }

    @Test
    void putsAnIndicatorInThePlaceOfAnEarlierOne() throws IOException {
        set("one", PROPERTIES, COLUMNS + ROW.replace("ours.one", "package.debuggable"));

        IndicatorSets sets = load();

        assertThat(sets.at(FROM).all()).hasSameSizeAs(sets.at(BEFORE).all());
        assertThat(sets.at(FROM).all())
                .filteredOn(one -> one.id().equals("package.debuggable"))
                .singleElement()
                .extracting(one -> one.message().en())
                .isEqualTo("It has ours.");
    }

    @Test
    void takesADatabaseOfTrackers() throws IOException {
        set("one", PROPERTIES.replace("rules = rules.tsv", "trackers = trackers.json"), "");
        Files.writeString(directory.resolve("one/trackers.json"), """
                {"trackers": {
                  "12": {"id": 12, "name": "Tracky", "categories": ["Advertisement"], "website": "https://tracky.example",
                         "code_signature": "com.tracky.sdk.|io.tracky", "network_signature": ".*\\\\.tracky\\\\.example|tr[ac]ky"},
                  "13": {"id": 13, "name": "Nothing to look for", "categories": [], "code_signature": "", "network_signature": ""}
                }}
                """);

        Indicators indicators = load().at(FROM);

        assertThat(indicators.all())
                .filteredOn(one -> one.id().startsWith("sdk.tracker-"))
                .extracting(one -> one.id() + " " + one.all() + " " + one.severity())
                .containsExactly(
                        "sdk.tracker-12.1 [Seen[mark=class:com.tracky.sdk]] MAJOR",
                        "sdk.tracker-12.2 [Seen[mark=class:io.tracky]] MAJOR",
                        "sdk.tracker-12.3 [Seen[mark=host:tracky.example]] MINOR");
        assertThat(indicators.all())
                .filteredOn(one -> one.id().equals("sdk.tracker-12.1"))
                .allSatisfy(one -> {
                    assertThat(one.message().zh()).contains("Tracky", "广告");
                    assertThat(one.source()).contains("trackers/12");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ours.one       | -                 | is empty",
                "MAJOR          | HUGE              | there is no severity HUGE",
                "PI_COLLECT_EXCESS | PI_LOST        | no instrument has the code PI_LOST",
                "class:com.ours | class:c           | 3 to 200 characters",
                "class:com.ours | klass:com.ours    | has no such condition: klass:com.ours",
                "class:com.ours | open              | takes text",
                "class:com.ours | !debuggable       | needs something that is there",
                "never          | sometimes         | an exception is never",
                "ours.example   | nowhere           | there is no source nowhere",
                "含有我们的。     | -                 | the column zh is empty",
            })
    void refusesARowThatIsNotAsItShouldBe(String good, String bad, String sentence) throws IOException {
        set(
                "one",
                PROPERTIES,
                COLUMNS + ROW + "\n# a note\n" + ROW.replace(good, bad).replace("ours.one", "ours.two"));

        assertThatThrownBy(this::load)
                .isInstanceOf(IndicatorSetException.class)
                .hasMessageContaining("rules.tsv, line 5: ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    @Test
    void refusesASetThatWouldFindNothing() throws IOException {
        set("one", PROPERTIES, COLUMNS);

        assertThatThrownBy(this::load).hasMessageContaining("has no indicator, and would find nothing in any file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version = ours-1          | version = 2026-11.1            | two indicator sets of the version 2026-11.1",
                "version = ours-1          | version = a b                  | no version is called a b",
                "licence = ours            | licence =                      | licence is not set",
                "effectiveFrom = 2027-01-01| effectiveFrom = soon           | effectiveFrom is a day such as",
                "rules = rules.tsv         | rules = other.tsv              | other.tsv: cannot be read",
                "rules = rules.tsv         | rules = ../rules.tsv           | names files of its own directory only",
                "rules = rules.tsv         | sdks = rules.tsv               | the columns are to be",
                "rules = rules.tsv         | trackers = rules.tsv           | is not JSON",
            })
    void refusesASetWhosePropertiesAreNotAsTheyShouldBe(String good, String bad, String sentence) throws IOException {
        set("one", PROPERTIES.replace(good, bad), COLUMNS + ROW);

        assertThatThrownBy(this::load).isInstanceOf(IndicatorSetException.class).hasMessageContaining(sentence);
    }

    @Test
    void refusesTwoIndicatorsOfOneId() throws IOException {
        set("one", PROPERTIES, COLUMNS + ROW + ROW);

        assertThatThrownBy(this::load).hasMessageContaining("there are two indicators ours.one");
    }

    @Test
    void refusesWhatIsNotInUtf8() throws IOException {
        set("one", PROPERTIES, COLUMNS + ROW);
        Files.write(directory.resolve("one/rules.tsv"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(this::load).hasMessageContaining("is not in UTF-8");
    }

    @Test
    void refusesADirectoryWithoutASet() {
        assertThatThrownBy(this::load).hasMessageContaining("is to hold 1 to 100 directories");
        assertThatThrownBy(() -> IndicatorSets.load(Optional.of(directory.resolve("absent"))))
                .hasMessageContaining("cannot be read");
    }

    private IndicatorSets load() {
        return IndicatorSets.load(Optional.of(directory));
    }

    private void set(String name, String properties, String rules) throws IOException {
        Path set = Files.createDirectories(directory.resolve(name));
        Files.writeString(set.resolve("set.properties"), properties);
        Files.writeString(set.resolve("rules.tsv"), rules);
    }
}
