package io.gatekeeper.technicaltest;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import java.time.Instant;

/** Who looks at technical tests, and how much of them that lets be seen. */
record Viewer(Role role, Actor actor) {

    static Viewer of(Caller caller) {
        for (Role role : new Role[] {Role.REGULATOR, Role.AUDITOR, Role.LABORATORY, Role.PUBLISHER}) {
            if (caller.is(role)) {
                return new Viewer(role, Actor.of(caller));
            }
        }
        throw ProblemException.of(ProblemType.FORBIDDEN, "Technical tests are not shown to platforms.");
    }

    static Viewer regulator(Actor actor) {
        return new Viewer(Role.REGULATOR, actor);
    }

    static Viewer laboratory(Actor actor) {
        return new Viewer(Role.LABORATORY, actor);
    }

    static Viewer publisher(Actor actor) {
        return new Viewer(Role.PUBLISHER, actor);
    }

    String organisation() {
        return actor.organisation();
    }

    /** A laboratory sees what it may take and what it has taken; a publisher its own apps' cases. */
    boolean sees(TestRow test, Instant now) {
        return switch (role) {
            case REGULATOR, AUDITOR -> true;
            case LABORATORY ->
                holds(test)
                        || (isFree(test, now) && !test.bars(organisation()) && !test.restsFrom(organisation(), now));
            case PUBLISHER -> organisation().equals(test.publisherId);
            case PLATFORM -> false;
        };
    }

    /** Which platforms ask is between them and the gate: a publisher sees its releases there, not here. */
    boolean seesRequests() {
        return role != Role.PUBLISHER;
    }

    /** @param purpose why they are read; a regulator does not see them without */
    boolean seesFindings(TestRow test, String purpose) {
        return switch (role) {
            case REGULATOR -> purpose != null;
            case AUDITOR -> true;
            case LABORATORY -> holds(test);
            case PUBLISHER -> test.state().isConcluded();
            case PLATFORM -> false;
        };
    }

    /** A second laboratory does not learn what the first one found. */
    boolean seesFinding(TestRow test, FindingRow finding) {
        return role != Role.LABORATORY || !finding.laboratory.equals(test.firstLaboratory);
    }

    /** Questions and answers are between the publisher and the laboratory that holds the case. */
    boolean seesInformationRequests(TestRow test) {
        return role != Role.LABORATORY || holds(test);
    }

    private boolean holds(TestRow test) {
        return organisation().equals(test.laboratory);
    }

    private static boolean isFree(TestRow test, Instant now) {
        TestLife life = test.life();
        return life instanceof TestLife.Queued
                || (life instanceof TestLife.InTest examined && examined.claim().hasExpiredAt(now));
    }
}
