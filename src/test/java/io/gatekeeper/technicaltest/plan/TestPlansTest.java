package io.gatekeeper.technicaltest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gatekeeper.publisher.ProblemCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The editions of the plan as they are shipped, and how results make up a whole one. */
class TestPlansTest {

    private static final Instant AT = Instant.parse("2021-11-24T07:00:00Z");

    private final TestPlans plans = new TestPlans(new ObjectMapper().registerModule(new JavaTimeModule()));

    @Test
    void followsTheEditionInForce() {
        assertThat(plans.inForceAt(Instant.parse("2021-11-24T07:00:00Z")).edition())
                .isEqualTo("TAF-2021-05");
        assertThat(plans.inForceAt(Instant.parse("2021-05-11T16:00:00Z")).edition())
                .isEqualTo("TAF-2021-05");
        assertThat(plans.inForceAt(Instant.parse("2021-05-11T15:59:59Z")).edition())
                .isEqualTo("TAF-2020-11");
        // Nothing opens without a plan, and nothing was in force before the first.
        assertThat(plans.inForceAt(Instant.parse("1999-11-24T07:00:00Z")).edition())
                .isEqualTo("TAF-2020-11");
    }

    @Test
    void hasAnItemForEveryPartAnArtifactIsExaminedBy() {
        Set<String> parts = plans.edition("TAF-2021-05").orElseThrow().items().stream()
                .map(item -> item.item().substring(0, item.item().indexOf('-')))
                .collect(Collectors.toSet());

        // 078.8 and 078.9 examine the platforms.
        assertThat(parts)
                .contains("078.1", "078.2", "078.3", "078.4", "078.5", "078.6", "078.7", "078.10")
                .contains("077.1", "077.2", "077.3", "077.4", "077.5", "077.6", "077.7", "077.8")
                .contains("077.9", "077.13", "077.14", "077.15", "077.16")
                .doesNotContain("078.8", "078.9");
    }

    @Test
    void isWholeInBothLanguages() {
        for (TestPlan plan : plans.all()) {
            assertThat(plan.items()).allSatisfy(item -> {
                assertThat(item.title().zh()).matches(".*\\p{IsHan}.*");
                assertThat(item.title().en()).matches("[A-Z]\\p{ASCII}+");
                assertThat(item.source())
                        .startsWith(
                                "T/TAF " + item.item().substring(0, item.item().indexOf('-')));
                assertThat(item.problems())
                        .isNotEmpty()
                        .allSatisfy(problem ->
                                assertThat(EnumSet.allOf(ProblemCode.class)).contains(problem));
                assertThat(Set.of("ANDROID", "IOS", "HARMONYOS")).containsAll(item.systems());
            });
        }
    }

    @Test
    void leavesOutWhatASystemDoesNotHave() {
        TestPlan plan = plans.edition("TAF-2021-05").orElseThrow();

        assertThat(plan.itemsFor("ANDROID")).hasSameSizeAs(plan.items());
        assertThat(plan.itemsFor("IOS")).extracting(PlanItem::item).doesNotContain("078.10-1", "078.10-2", "077.6-1");
    }

    @Test
    void takesAnItemsOwnResultBeforeThatOfTheRest() {
        List<PlanItem> items = plans.inForceAt(AT).itemsFor("ANDROID");
        PlanProgress<String> progress = new PlanProgress<>(
                items, List.of(recorded("078.4-6", PlanResult.FAIL), recorded(Recorded.REST, PlanResult.PASS)));

        assertThat(progress.open()).isEmpty();
        assertThat(progress.failed()).containsExactly("078.4-6");
    }

    @Test
    void isOpenWhereThereIsNoResult() {
        List<PlanItem> items = plans.inForceAt(AT).itemsFor("ANDROID");
        PlanProgress<String> progress =
                new PlanProgress<>(items, List.of(recorded("078.4-6", PlanResult.NOT_APPLICABLE)));

        assertThat(progress.open()).hasSize(items.size() - 1).doesNotContain("078.4-6");
        assertThat(progress.failed()).isEmpty();
    }

    @Test
    void refusesAPlanWithTwoItemsOfOneName() {
        PlanItem item = plans.all().get(0).items().get(0);

        assertThatThrownBy(() -> new TestPlan("x", AT, List.of(), List.of(item, item)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TestPlan("x", AT, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Recorded<String> recorded(String item, PlanResult result) {
        return new Recorded<>(item, result, "note", List.of(), "lab-beijing", AT);
    }
}
