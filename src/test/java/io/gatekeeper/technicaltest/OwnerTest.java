package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.identity.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every open case has an owner, a due instant and a next action. */
class OwnerTest {

    private static final Instant T0 = Instant.parse("2021-11-24T07:00:00Z");
    private static final Instant DUE = Instant.parse("2021-12-01T07:00:00Z");
    private static final Instant ANSWER_DUE = Instant.parse("2021-11-29T07:00:00Z");
    private static final Duration TERM = Duration.ofDays(1);
    private static final Claim CLAIM = new Claim("lab-beijing", DUE);

    @Test
    void belongsToTheLaboratoriesUntilItIsDue() {
        assertThat(Owner.of(new TestLife.Queued(DUE), T0, TERM))
                .isEqualTo(new Owner(Role.LABORATORY, Owner.NextAction.CLAIM_TEST, DUE));
        assertThat(Owner.of(new TestLife.InTest(DUE, CLAIM), T0, TERM))
                .isEqualTo(new Owner(Role.LABORATORY, Owner.NextAction.CONCLUDE_TEST, DUE));
    }

    @Test
    void belongsToThePlatformUntilTheFileHasArrived() {
        assertThat(Owner.of(new TestLife.AwaitingArtifact(DUE), T0, TERM))
                .isEqualTo(new Owner(Role.PLATFORM, Owner.NextAction.UPLOAD_ARTIFACT, DUE));
        assertThat(Owner.of(new TestLife.Opened(DUE), T0, TERM))
                .isEqualTo(new Owner(Role.LABORATORY, Owner.NextAction.SCREEN_ARTIFACT, DUE));
    }

    @Test
    void belongsToTheRegulatorOnceItIsOverdue() {
        Owner pursued = new Owner(Role.REGULATOR, Owner.NextAction.PURSUE_OVERDUE_TEST, DUE.plus(TERM));

        assertThat(Owner.of(new TestLife.AwaitingArtifact(DUE), DUE, TERM)).isEqualTo(pursued);
        assertThat(Owner.of(new TestLife.Queued(DUE), DUE, TERM)).isEqualTo(pursued);
        assertThat(Owner.of(new TestLife.InTest(DUE, CLAIM), DUE, TERM)).isEqualTo(pursued);
    }

    @Test
    void belongsToThePublisherWhoIsAskedUntilTheAnswerIsDue() {
        TestLife.AwaitingPublisher asked = new TestLife.AwaitingPublisher(DUE, CLAIM, T0, ANSWER_DUE, null);

        assertThat(Owner.of(asked, ANSWER_DUE.minusNanos(1), TERM))
                .isEqualTo(new Owner(Role.PUBLISHER, Owner.NextAction.ANSWER_INFORMATION_REQUEST, ANSWER_DUE));
        assertThat(Owner.of(asked, ANSWER_DUE, TERM))
                .isEqualTo(new Owner(Role.REGULATOR, Owner.NextAction.PURSUE_MISSING_ANSWER, ANSWER_DUE.plus(TERM)));
    }

    /** Nobody is stuck: whatever an open case is, and whenever one looks, somebody has to do something by some instant. */
    @Test
    void isThereInEveryOpenStateAtEveryInstant() {
        List<TestLife.Open> every = List.of(
                new TestLife.Opened(DUE),
                new TestLife.AwaitingArtifact(DUE),
                new TestLife.Screened(DUE),
                new TestLife.Queued(DUE),
                new TestLife.InTest(DUE, CLAIM),
                new TestLife.AwaitingPublisher(DUE, CLAIM, T0, ANSWER_DUE, null),
                new TestLife.AwaitingPublisher(DUE, CLAIM, T0, ANSWER_DUE, ANSWER_DUE),
                new TestLife.Contradicted(DUE, "lab-shanghai", T0));
        assertThat(every)
                .as("a state nobody thought of here")
                .extracting(life -> (Object) life.getClass())
                .contains((Object[]) TestLife.Open.class.getPermittedSubclasses());

        for (TestLife.Open life : every) {
            for (Instant now :
                    List.of(T0, ANSWER_DUE.minusNanos(1), ANSWER_DUE, DUE.minusNanos(1), DUE, DUE.plus(TERM))) {
                Owner owner = Owner.of(life, now, TERM);
                assertThat(owner.by()).as("%s at %s", life, now).isNotNull();
                assertThat(owner.what()).as("%s at %s", life, now).isNotNull();
                assertThat(owner.dueAt())
                        .as("%s at %s", life, now)
                        .isAfterOrEqualTo(life.dueAt().minus(TERM.multipliedBy(2)));
            }
        }
    }
}
