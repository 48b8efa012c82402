package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.publisher.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The indicators that come with the gate: each is whole, and each can fire. */
class BuiltInSetTest {

    private static final List<Indicator> ALL = ScreeningTest.BUILT_IN.all();

    @Test
    void hasMoreThanAThousandIndicators() {
        assertThat(ALL).hasSizeGreaterThan(4_000);
        assertThat(ALL.stream().map(Indicator::id)).doesNotHaveDuplicates();
    }

    @Test
    void saysEachInBothLanguagesAndNamesItsSource() {
        assertThat(ids(one -> !one.message().en().matches("[^{}\\p{IsHan}]{20,}")))
                .as("not said in English")
                .isEmpty();
        assertThat(ids(one -> !one.message().zh().matches("[^{}]*\\p{IsHan}[^{}]*")))
                .as("not said in Chinese")
                .isEmpty();
        assertThat(ids(one -> one.source().isBlank() || one.version() < 1)).isEmpty();
    }

    @Test
    void usesTheCodesOfTheInstruments() {
        assertThat(Vocabulary.PROBLEMS)
                .isEqualTo(Arrays.stream(ProblemCode.values()).map(Enum::name).collect(Collectors.toSet()));
        assertThat(ALL.stream().map(Indicator::problem)).isSubsetOf(Vocabulary.PROBLEMS);
    }

    @Test
    void firesEachOnAFileThatIsMadeForIt() {
        assertThat(ids(one -> one.evidence(Probe.of(one)) == null)).isEmpty();
    }

    @Test
    void firesNoneOnAFileWithNothingInIt() {
        assertThat(ids(one -> one.evidence(Probe.nothing()) != null))
                // That file does without the one permission that was declared.
                .containsExactly("declared.permission-absent");
    }

    @Test
    void hasAnIndicatorForEachProblemThatTheParsersTell() throws IOException {
        Set<String> told = new TreeSet<>();
        Pattern code = Pattern.compile("\"((ZIP|MANIFEST|RESOURCES|DEX|SIGNATURE|PLIST|SET|LIMIT|FILE)_[A-Z_]+)\"");
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/gatekeeper/screening/file"))) {
            for (Path source : sources.toList()) {
                code.matcher(Files.readString(source))
                        .results()
                        .map((MatchResult one) -> one.group(1))
                        .forEach(told::add);
            }
        }

        assertThat(told).hasSizeGreaterThan(20);
        assertThat(told)
                .isEqualTo(ALL.stream()
                        .flatMap(one -> one.all().stream())
                        .filter(one -> one instanceof Condition.Holds holds && holds.fact() == Fact.PROBLEM)
                        .map(one -> ((Condition.Holds) one).argument())
                        .collect(Collectors.toSet()));
    }

    @Test
    void hasOneMarkForOneSdkOnly() {
        assertThat(ALL.stream()
                        .filter(one -> one.id().startsWith("sdk."))
                        .map(one -> one.all().get(0)))
                .doesNotHaveDuplicates();
    }

    private static List<String> ids(Predicate<Indicator> those) {
        return ALL.stream().filter(those).map(Indicator::id).toList();
    }
}
