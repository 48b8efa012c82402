package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** Loads a case for those who want to change it, locked, after asking whether they may. */
@ApplicationScoped
class LockedTests {

    private final TestRows tests;

    LockedTests(TestRows tests) {
        this.tests = tests;
    }

    /** A foreign case answers exactly as an absent one. */
    TestRow visibleTo(Viewer viewer, UUID id, String ifMatch, Instant now) {
        TestRow test = tests.locked(id, viewer).orElseThrow(() -> ProblemException.notFound("technical test"));
        if (!viewer.sees(test, now)) {
            throw hasSpokenFirst(viewer, test) ? alreadyConcluded() : ProblemException.notFound("technical test");
        }
        TestTag.require(ifMatch, test.version);
        return test;
    }

    /** For a claim alone a case another laboratory holds is no secret: the answer says that it is held. */
    TestRow claimableBy(Viewer viewer, UUID id, String ifMatch, Instant now) {
        TestRow test = tests.locked(id, viewer).orElseThrow(() -> ProblemException.notFound("technical test"));
        if (!viewer.sees(test, now)) {
            TestState state = test.state();
            if (state == TestState.AWAITING_ARTIFACT || state == TestState.OPENED) {
                throw ProblemException.of(
                        ProblemType.INVALID_STATE,
                        "The technical test is not in the queue yet: its file has to arrive and to be screened first.");
            }
            if (hasSpokenFirst(viewer, test)) {
                throw alreadyConcluded();
            }
            if (test.restsFrom(viewer.organisation(), now)) {
                throw ProblemException.of(
                        ProblemType.NOT_OFFERED,
                        "The laboratory concluded the publisher's latest test; until " + test.restedUntil
                                + " this one is offered to others first.");
            }
            if (state.isOpen()) {
                throw ProblemException.of(
                        ProblemType.CLAIM_HELD, "Another laboratory holds the claim; it expires if it is not renewed.");
            }
            throw ProblemException.notFound("technical test");
        }
        TestTag.require(ifMatch, test.version);
        return test;
    }

    /** To a laboratory that repeats its verdict, the case it passed is no secret, though another examines it now. */
    private static boolean hasSpokenFirst(Viewer viewer, TestRow test) {
        return viewer.role() == Role.LABORATORY && viewer.organisation().equals(test.firstLaboratory);
    }

    /** The examination under way, when it is this laboratory's; anything else is the problem answer that says why not. */
    static TestLife.InTest examinationBy(String laboratory, TestRow test, Instant now) {
        TestLife life = test.life();
        if (life instanceof TestLife.InTest examined
                && examined.claim().laboratory().equals(laboratory)
                && !examined.claim().hasExpiredAt(now)) {
            return examined;
        }
        throw switch (life.state()) {
            case OPENED, AWAITING_ARTIFACT, SCREENED, QUEUED, IN_TEST ->
                ProblemException.of(
                        ProblemType.NOT_CLAIMED,
                        "The laboratory holds no claim, or it has expired; claim the test first.");
            case AWAITING_PUBLISHER ->
                ProblemException.of(
                        ProblemType.INVALID_STATE,
                        "The publisher's answer is awaited, and the clock stands still until then.");
            case CONTRADICTED, PASSED, FAILED -> alreadyConcluded();
            case CANCELLED -> cancelled();
        };
    }

    static ProblemException alreadyConcluded() {
        return ProblemException.of(ProblemType.ALREADY_CONCLUDED, "The verdict is given, and it is final.");
    }

    static ProblemException cancelled() {
        return ProblemException.of(
                ProblemType.INVALID_STATE, "The technical test is cancelled: nobody needs it any more.");
    }
}
