package io.gatekeeper.gate;

import static io.gatekeeper.gate.HoldReason.AWAITING_ARTIFACT;
import static io.gatekeeper.gate.HoldReason.AWAITING_PUBLISHER;
import static io.gatekeeper.gate.HoldReason.EVIDENCE_UNAVAILABLE;
import static io.gatekeeper.gate.HoldReason.FILING_MISSING;
import static io.gatekeeper.gate.HoldReason.PUBLISHER_BARRED;
import static io.gatekeeper.gate.HoldReason.PUBLISHER_UNDER_GUIDANCE;
import static io.gatekeeper.gate.HoldReason.PUBLISHER_UNVERIFIED;
import static io.gatekeeper.gate.HoldReason.SCREENING_FAILED;
import static io.gatekeeper.gate.HoldReason.SECTOR_REVIEW;
import static io.gatekeeper.gate.HoldReason.TEST_FAILED;
import static io.gatekeeper.gate.HoldReason.TEST_OVERDUE;
import static io.gatekeeper.gate.HoldReason.TEST_PENDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.gate.NextAction.Action;
import io.gatekeeper.gate.NextAction.Owner;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.EnforcedStanding;
import io.gatekeeper.publisher.NoticeKind;
import io.gatekeeper.publisher.Policy;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.publisher.WorkingCalendar;
import io.gatekeeper.technicaltest.ScreeningOutcome;
import io.gatekeeper.technicaltest.TestFacts;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table: every combination of what the gate may see, and what it has to say of it. */
class GateTest {

    private static final Instant NOW = Instant.parse("2021-11-24T07:00:00Z");
    private static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");
    private static final WorkingCalendar NO_CALENDAR = new WorkingCalendar(ZoneId.of("Asia/Shanghai"), Map.of());
    private static final UUID MEASURE = UUID.fromString("01970000-0000-7000-8000-000000000001");
    private static final UUID EXPEDITION = UUID.fromString("01970000-0000-7000-8000-000000000003");
    private static final UUID TEST = UUID.fromString("01970000-0000-7000-8000-000000000002");

    private static Policy policy(boolean filingRequired) {
        return new Policy(
                "2021-1",
                Instant.parse("2020-12-31T16:00:00Z"),
                3,
                2,
                Set.of("MIIT"),
                Set.of(NoticeKind.BATCH),
                ZoneId.of("Asia/Shanghai"),
                Period.ofDays(7),
                TestDays.CALENDAR_DAYS,
                Period.ofDays(1),
                Period.ofDays(1),
                Period.ofDays(5),
                filingRequired,
                2,
                Period.ofDays(7),
                "hash");
    }

    /** What the gate may see of a test, and the reason it gives when a test is required. */
    private enum Seen {
        NONE(new TestFacts.None(), TEST_PENDING),
        OPEN(new TestFacts.Open(TEST, "2021-1", DUE, false), TEST_PENDING),
        OPEN_OF_OLDER_POLICY(new TestFacts.Open(TEST, "2020-1", DUE, false), TEST_PENDING),
        OVERDUE(new TestFacts.Open(TEST, "2021-1", DUE, true), TEST_OVERDUE),
        DUE_THIS_INSTANT(new TestFacts.Open(TEST, "2021-1", NOW, false), TEST_OVERDUE),
        SCREENING_BROKEN(
                new TestFacts.Open(TEST, "2021-1", DUE, false, Optional.of(ScreeningOutcome.FAILED)),
                TEST_PENDING,
                SCREENING_FAILED),
        WITHOUT_FILE(new TestFacts.AwaitingArtifact(TEST, "2021-1", DUE, false), AWAITING_ARTIFACT),
        WITHOUT_FILE_AND_OVERDUE(
                new TestFacts.AwaitingArtifact(TEST, "2021-1", NOW, false), AWAITING_ARTIFACT, TEST_OVERDUE),
        AWAITING(new TestFacts.AwaitingPublisher(TEST, "2021-1", DUE), AWAITING_PUBLISHER),
        PASSED(new TestFacts.Passed(TEST, "2021-1", NOW)),
        PASSED_UNDER_OLDER_POLICY(new TestFacts.Passed(TEST, "2020-1", NOW), TEST_PENDING),
        FAILED(new TestFacts.Failed(TEST, "2021-1", NOW, List.of("PERM_EXCESS")), TEST_FAILED),
        FAILED_UNDER_OLDER_POLICY(new TestFacts.Failed(TEST, "2020-1", NOW, List.of("PERM_EXCESS")), TEST_PENDING),
        OPEN_SCREENED_CLEAN(screened(DUE, ScreeningOutcome.CLEAN), TEST_PENDING),
        DUE_SCREENED_CLEAN(screened(NOW, ScreeningOutcome.CLEAN), TEST_OVERDUE),
        OPEN_SCREENED_WITH_FINDINGS(screened(DUE, ScreeningOutcome.FINDINGS), TEST_PENDING),
        UNREADABLE(new TestFacts.Unreadable("state MAYBE"), EVIDENCE_UNAVAILABLE);

        private static TestFacts screened(Instant dueAt, ScreeningOutcome said) {
            return new TestFacts.Open(TEST, "2021-1", dueAt, false, Optional.of(said));
        }

        final TestFacts facts;
        final Set<HoldReason> whenRequired;

        Seen(TestFacts facts, HoldReason... whenRequired) {
            this.facts = facts;
            this.whenRequired = Set.of(whenRequired);
        }
    }

    /** What two officers may have granted, and whether it stands at the instant of the decision. */
    private enum Granted {
        NOTHING(null),
        STANDING(waiver(NOW, DUE)),
        ENDING_THIS_INSTANT(waiver(NOW.minusSeconds(60), NOW)),
        NOT_YET(waiver(NOW.plusSeconds(1), DUE));

        final Optional<Waiver> waiver;

        Granted(Waiver waiver) {
            this.waiver = Optional.ofNullable(waiver);
        }

        private static Waiver waiver(Instant from, Instant to) {
            return new Waiver(EXPEDITION, "CVE-2021-44228", from, to);
        }
    }

    private record Case(
            boolean registered,
            boolean guidance,
            boolean ban,
            boolean window,
            boolean windowForThisKind,
            Optional<Boolean> filingRequired,
            boolean filingGiven,
            Seen test,
            Granted granted) {

        Case(
                boolean registered,
                boolean guidance,
                boolean ban,
                boolean window,
                boolean windowForThisKind,
                Optional<Boolean> filingRequired,
                boolean filingGiven,
                Seen test) {
            this(
                    registered,
                    guidance,
                    ban,
                    window,
                    windowForThisKind,
                    filingRequired,
                    filingGiven,
                    test,
                    Granted.NOTHING);
        }

        /** What a waiver needs: one that stands, and a file that was read to its end without a finding. */
        boolean waived() {
            return granted == Granted.STANDING && (test == Seen.OPEN_SCREENED_CLEAN || test == Seen.DUE_SCREENED_CLEAN);
        }

        Evidence evidence() {
            List<EnforcedStanding.OpenWindow> windows = window
                    ? List.of(new EnforcedStanding.OpenWindow(
                            MEASURE,
                            NOW,
                            DUE,
                            Set.of(windowForThisKind ? ReleaseKind.VERSION_UPDATE : ReleaseKind.NEW_LISTING)))
                    : List.of();
            EnforcedStanding standing = new EnforcedStanding(
                    new CreditCode("91350100M000100Y43"),
                    NOW,
                    5,
                    2,
                    registered,
                    guidance ? Optional.of(MEASURE) : Optional.empty(),
                    ban ? Optional.of(MEASURE) : Optional.empty(),
                    windows,
                    filingRequired.map(GateTest::policy),
                    NO_CALENDAR,
                    Optional.empty());
            Optional<String> filing = filingGiven ? Optional.of("粤B2-20090059-1A") : Optional.empty();
            return new Evidence(
                    NOW, NOW, NOW, ReleaseKind.VERSION_UPDATE, filing, standing, test.facts, granted.waiver);
        }

        /** The table's other half, written as a person would explain it and not as the gate computes it. */
        Set<HoldReason> expected() {
            Set<HoldReason> reasons = new java.util.HashSet<>();
            boolean review = window && windowForThisKind;
            if (filingRequired.isEmpty()) {
                reasons.add(EVIDENCE_UNAVAILABLE);
            }
            if (!registered) {
                reasons.add(PUBLISHER_UNVERIFIED);
            }
            if (ban) {
                reasons.add(PUBLISHER_BARRED);
            }
            // Without a policy no verdict is one of the present policy, neither a good nor a bad one.
            Set<HoldReason> verdict = test.whenRequired;
            if (filingRequired.isEmpty() && (test == Seen.PASSED || test == Seen.FAILED)) {
                verdict = Set.of(TEST_PENDING);
            }
            if (waived()) {
                verdict = Set.of();
            }
            if (guidance && !verdict.isEmpty()) {
                reasons.add(PUBLISHER_UNDER_GUIDANCE);
                reasons.addAll(verdict);
            }
            if (review && !verdict.isEmpty()) {
                reasons.add(SECTOR_REVIEW);
                reasons.addAll(verdict);
            }
            if (verdict.contains(TEST_FAILED) || verdict.contains(EVIDENCE_UNAVAILABLE)) {
                reasons.addAll(verdict);
            }
            if (filingRequired.orElse(true) && !filingGiven) {
                reasons.add(FILING_MISSING);
            }
            return reasons;
        }
    }

    static Stream<Case> everything() {
        List<Case> cases = new ArrayList<>();
        List<Boolean> both = List.of(false, true);
        for (boolean registered : both) {
            for (boolean guidance : both) {
                for (boolean ban : both) {
                    for (boolean window : both) {
                        for (boolean kind : both) {
                            for (boolean given : both) {
                                for (Optional<Boolean> required :
                                        List.of(Optional.of(false), Optional.of(true), Optional.<Boolean>empty())) {
                                    for (Seen seen : Seen.values()) {
                                        for (Granted granted : Granted.values()) {
                                            cases.add(new Case(
                                                    registered,
                                                    guidance,
                                                    ban,
                                                    window,
                                                    kind,
                                                    required,
                                                    given,
                                                    seen,
                                                    granted));
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @Test
    void decidesEveryCombinationOfEvidenceAsTheTableSays() {
        assertThat(everything())
                .hasSize(2 * 2 * 2 * 2 * 2 * 2 * 3 * Seen.values().length * Granted.values().length)
                .allSatisfy(c -> {
                    Decision decision = Gate.decide(c.evidence());
                    assertThat(decision.reasons())
                            .extracting(Reason::code)
                            .containsExactlyInAnyOrderElementsOf(c.expected());
                    assertThat(decision.outcome()).isEqualTo(c.expected().isEmpty() ? Outcome.PUBLISH : Outcome.HOLD);
                    assertThat(decision.requirements()).hasSize(Requirement.Code.values().length);
                });
    }

    @Test
    void givesEveryHoldAnOwnerADueInstantAndANextAction() {
        assertThat(everything()).allSatisfy(c -> {
            Decision decision = Gate.decide(c.evidence());
            assertThat(decision.nextAction().what()).isNotNull();
            if (decision.outcome() == Outcome.HOLD) {
                assertThat(decision.nextAction().dueAt()).isPresent();
            } else {
                assertThat(decision.nextAction().by()).isEqualTo(Owner.PLATFORM);
            }
        });
    }

    @Test
    void neverPublishesWithoutAPolicyHoweverGoodTheRest() {
        assertThat(everything().filter(c -> c.filingRequired().isEmpty()))
                .allSatisfy(c -> assertThat(Gate.decide(c.evidence()).outcome()).isEqualTo(Outcome.HOLD));
    }

    @Test
    void asksForATestExactlyWhenOneIsRequiredAndCouldFreeTheRelease() {
        assertThat(everything()).allSatisfy(c -> {
            boolean required = c.guidance() || (c.window() && c.windowForThisKind());
            boolean concluded = c.test() == Seen.PASSED || c.test() == Seen.FAILED;
            boolean expected = required && !c.ban() && c.filingRequired().isPresent() && !concluded;
            assertThat(Gate.decide(c.evidence()).testNeeded()).isEqualTo(expected);
        });
    }

    static Stream<Arguments> nextActions() {
        Optional<Boolean> noFiling = Optional.of(false);
        return Stream.of(
                Arguments.of(
                        new Case(true, false, false, false, false, noFiling, false, Seen.NONE),
                        Action.REPORT_LISTING,
                        null),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.NONE),
                        Action.CONCLUDE_TEST,
                        DUE),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.OPEN),
                        Action.CONCLUDE_TEST,
                        DUE),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.OVERDUE),
                        Action.RESOLVE_OVERDUE_TEST,
                        DUE.plus(Period.ofDays(1))),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.WITHOUT_FILE),
                        Action.UPLOAD_ARTIFACT,
                        DUE),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.WITHOUT_FILE_AND_OVERDUE),
                        Action.RESOLVE_OVERDUE_TEST,
                        NOW.plus(Period.ofDays(1))),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.AWAITING),
                        Action.ANSWER_LABORATORY,
                        DUE),
                Arguments.of(
                        new Case(true, true, false, false, false, noFiling, false, Seen.FAILED),
                        Action.SUBMIT_MENDED_ARTIFACT,
                        NOW.plus(Period.ofDays(5))),
                Arguments.of(
                        new Case(true, true, true, false, false, noFiling, false, Seen.OPEN),
                        Action.REVIEW_LISTING_BAN,
                        NOW.plus(Period.ofDays(1))),
                Arguments.of(
                        new Case(false, false, false, false, false, noFiling, false, Seen.NONE),
                        Action.REGISTER_PUBLISHER,
                        NOW.plus(Period.ofDays(1))),
                Arguments.of(
                        new Case(true, false, false, false, false, Optional.of(true), false, Seen.NONE),
                        Action.SUPPLY_FILING_NUMBER,
                        NOW.plus(Period.ofDays(5))),
                Arguments.of(
                        new Case(true, false, false, false, false, Optional.empty(), true, Seen.NONE),
                        Action.RESTORE_EVIDENCE,
                        NOW.plus(Period.ofDays(1))));
    }

    @ParameterizedTest
    @MethodSource("nextActions")
    void namesWhoMovesNextAndByWhen(Case c, Action what, Instant dueAt) {
        NextAction next = Gate.decide(c.evidence()).nextAction();
        assertThat(next.what()).isEqualTo(what);
        assertThat(next.dueAt()).isEqualTo(Optional.ofNullable(dueAt));
    }

    @ParameterizedTest
    @EnumSource(
            value = Seen.class,
            names = {"NONE", "OPEN", "WITHOUT_FILE"})
    void isToBeLookedAtAgainWhenItsTestFallsDueWhetherOrNotTheCaseIsOpenYet(Seen seen) {
        Case held = new Case(true, true, false, false, false, Optional.of(false), false, seen);
        assertThat(Gate.decide(held.evidence()).validUntil()).contains(DUE);
    }

    @Test
    void countsATestThatWasNeverOpenedAsOverdueOnceItsTermHasPassed() {
        Evidence asked = new Case(true, true, false, false, false, Optional.of(false), false, Seen.NONE).evidence();
        Evidence sevenDaysLater =
                new Evidence(DUE, NOW, NOW, asked.kind(), asked.filingNumber(), asked.standing(), new TestFacts.None());
        Decision decision = Gate.decide(sevenDaysLater);
        assertThat(decision.reasons()).extracting(Reason::code).contains(TEST_OVERDUE);
        assertThat(decision.nextAction().what()).isEqualTo(Action.RESOLVE_OVERDUE_TEST);
        assertThat(decision.validUntil()).isEmpty();
    }

    @Test
    void publishesOnAWaiverOnlyForItsTimeAndTellsWhatItWaives() {
        assertThat(everything()).allSatisfy(c -> {
            Decision decision = Gate.decide(c.evidence());
            boolean required = c.guidance() || (c.window() && c.windowForThisKind());
            boolean published = decision.outcome() == Outcome.PUBLISH;
            assertThat(decision.waiver().isPresent()).isEqualTo(published && required && c.waived());
            if (decision.waiver().isPresent()) {
                assertThat(decision.validUntil()).contains(DUE);
                assertThat(decision.nextAction().dueAt()).contains(DUE);
                assertThat(decision.testNeeded()).isTrue();
                assertThat(decision.requirements())
                        .filteredOn(Requirement.Waived.class::isInstance)
                        .isNotEmpty()
                        .allSatisfy(waived -> assertThat(
                                        ((Requirement.Waived) waived).original().reasons())
                                .extracting(Reason::code)
                                .containsAll(c.test().whenRequired));
            }
        });
    }

    @Test
    void waivesNothingThatSomebodyFoundOrImposedAndNothingUnknown() {
        assertThat(everything().filter(c -> c.granted() == Granted.STANDING))
                .filteredOn(c -> c.ban()
                        || !c.registered()
                        || c.filingRequired().isEmpty()
                        || c.test() == Seen.FAILED
                        || c.test() == Seen.UNREADABLE)
                .isNotEmpty()
                .allSatisfy(c -> assertThat(Gate.decide(c.evidence()).outcome()).isEqualTo(Outcome.HOLD));
        assertThat(everything().filter(c -> c.guidance() && c.granted() == Granted.STANDING))
                .filteredOn(c -> c.test() == Seen.OPEN
                        || c.test() == Seen.OPEN_SCREENED_WITH_FINDINGS
                        || c.test() == Seen.NONE
                        || c.test() == Seen.AWAITING)
                .isNotEmpty()
                .allSatisfy(c -> assertThat(Gate.decide(c.evidence()).outcome()).isEqualTo(Outcome.HOLD));
        for (Requirement.Code code : Requirement.Code.values()) {
            Requirement.Unsatisfied unmet = new Requirement.Unsatisfied(code, List.of(Reason.of(TEST_PENDING)));
            Waiver waiver = Granted.STANDING.waiver.orElseThrow();
            if (code == Requirement.Code.GUIDANCE_TEST_PASSED || code == Requirement.Code.SECTOR_REVIEW_TEST_PASSED) {
                assertThat(new Requirement.Waived(unmet, waiver).code()).isEqualTo(code);
            } else {
                assertThatThrownBy(() -> new Requirement.Waived(unmet, waiver))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void holdsForWantOfAFactWhenATermOfWorkingDaysCannotBeCounted() {
        Evidence asked = new Case(true, true, false, false, false, Optional.of(false), false, Seen.NONE).evidence();
        Policy calendarDays = asked.standing().policy().orElseThrow();
        Policy workingDays = new Policy(
                calendarDays.version(),
                calendarDays.effectiveFrom(),
                calendarDays.maxNoticesPerPeriod(),
                calendarDays.watchFrom(),
                calendarDays.countingIssuers(),
                calendarDays.countingKinds(),
                calendarDays.zone(),
                calendarDays.testTerm(),
                TestDays.WORKING_DAYS,
                calendarDays.confirmationTerm(),
                calendarDays.officerTerm(),
                calendarDays.publisherTerm(),
                calendarDays.filingRequired(),
                calendarDays.expeditionsPerYear(),
                calendarDays.expeditionTerm(),
                calendarDays.hash());
        WorkingCalendar of2021 = new WorkingCalendar(
                ZoneId.of("Asia/Shanghai"), Map.of(2021, new WorkingCalendar.WorkingYear(Set.of(), Set.of())));
        WorkingCalendar none = new WorkingCalendar(ZoneId.of("Asia/Shanghai"), Map.of());

        Decision unknown = Gate.decide(counting(asked, workingDays, none));
        assertThat(unknown.reasons()).extracting(Reason::code).contains(EVIDENCE_UNAVAILABLE);
        assertThat(unknown.testNeeded()).isFalse();
        assertThat(unknown.nextAction().what()).isEqualTo(Action.RESTORE_EVIDENCE);
        assertThat(unknown.nextAction().dueAt()).isPresent();

        Decision known = Gate.decide(counting(asked, workingDays, of2021));
        assertThat(known.reasons()).extracting(Reason::code).contains(TEST_PENDING);
        assertThat(known.testNeeded()).isTrue();
        assertThat(known.nextAction().dueAt()).contains(Instant.parse("2021-12-03T07:00:00Z"));
    }

    private static Evidence counting(Evidence evidence, Policy policy, WorkingCalendar calendar) {
        EnforcedStanding was = evidence.standing();
        EnforcedStanding standing = new EnforcedStanding(
                was.publisher(),
                was.at(),
                was.statusVersion(),
                was.regimeVersion(),
                was.registered(),
                was.guidance(),
                was.ban(),
                was.windows(),
                Optional.of(policy),
                calendar,
                was.changesAt());
        return new Evidence(
                evidence.at(),
                evidence.heldSince(),
                evidence.testAskedAt(),
                evidence.kind(),
                evidence.filingNumber(),
                standing,
                evidence.test());
    }

    @Test
    void handsWhatAPlatformOrPublisherLetPassToTheRegulatorOnce() {
        Evidence held = new Case(true, false, false, false, false, Optional.of(true), false, Seen.NONE).evidence();
        Instant due = NOW.plus(Period.ofDays(5));
        assertThat(Gate.decide(held).validUntil()).contains(due);
        for (Instant later : List.of(due, due.plus(Period.ofDays(100)))) {
            Decision decision = Gate.decide(
                    new Evidence(later, NOW, NOW, held.kind(), held.filingNumber(), held.standing(), held.test()));
            assertThat(decision.outcome()).isEqualTo(Outcome.HOLD);
            assertThat(decision.nextAction())
                    .isEqualTo(NextAction.of(Action.PURSUE_OVERDUE_ACTION, due.plus(Period.ofDays(1))));
            assertThat(decision.validUntil()).isEmpty();
        }
    }

    @Test
    void saysWhichProblemsFailedTheArtifact() {
        Case failed = new Case(true, true, false, false, false, Optional.of(false), false, Seen.FAILED);
        assertThat(Gate.decide(failed.evidence()).reasons()).contains(new Reason(TEST_FAILED, List.of("PERM_EXCESS")));
    }
}
