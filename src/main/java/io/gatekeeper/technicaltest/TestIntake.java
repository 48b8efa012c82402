package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens, shares and cancels technical tests as release requests come and go; in the consumer's transaction. */
@ApplicationScoped
class TestIntake {

    static final String NOBODY_NEEDS_IT = "nobody needs it any more";

    private final TestRows tests;
    private final TestRequests requests;
    private final TestHistory history;
    private final Outbox outbox;

    TestIntake(TestRows tests, TestRequests requests, TestHistory history, Outbox outbox) {
        this.tests = tests;
        this.requests = requests;
        this.history = history;
        this.outbox = outbox;
    }

    /** One test for one artifact: joins the open case, reuses a verdict of the same policy, or opens a case. */
    @Transactional(Transactional.TxType.MANDATORY)
    void request(TestRequested request, Instant now) {
        Optional<TestRow> latest = tests.latestLocked(request.subject());
        if (latest.isPresent() && requests.knows(request.releaseRequestId(), request.decisionSequence())) {
            return;
        }
        if (latest.isPresent() && latest.get().state().isOpen()) {
            link(latest.get(), request, now);
        } else if (latest.isPresent() && isReusable(latest.get(), request)) {
            link(latest.get(), request, now);
            outbox.append(Announcement.CONCLUDED.of(latest.get(), List.of(request.releaseRequestId()), now));
        } else {
            open(request, now);
        }
    }

    /** A verdict is reused while the policy version that asked for it stands. */
    private static boolean isReusable(TestRow latest, TestRequested request) {
        return latest.state().isConcluded() && latest.policyVersion.equals(request.policyVersion());
    }

    /** The last one to leave an open case cancels it; a verdict stays. */
    @Transactional(Transactional.TxType.MANDATORY)
    void leave(TestNoLongerNeeded event, Instant now) {
        Optional<TestRow> open =
                tests.latestLocked(event.subject()).filter(test -> test.state().isOpen());
        List<UUID> left = requests.leave(event.releaseRequestId(), event.cause(), event.at());
        for (UUID testId : left) {
            String detail = event.releaseRequestId() + ": " + event.cause();
            history.append(testId, now, TestEventRow.What.REQUEST_LEFT, Actor.ofPlatform(event.platformId()), detail);
        }
        if (open.isPresent()
                && left.contains(open.get().id)
                && requests.waitingFor(open.get().id).isEmpty()) {
            cancel(open.get(), event.releaseRequestId(), now);
        }
    }

    private void open(TestRequested request, Instant now) {
        TestRow test = new TestRow();
        test.id = Ids.next();
        test.publisherId = request.publisherId();
        test.packageName = request.app().packageName();
        test.os = request.app().os();
        test.sha256 = request.artifact().sha256();
        test.appName = request.app().name();
        test.versionName = request.version().name();
        test.versionCode = request.version().code();
        test.sizeBytes = request.artifact().sizeBytes();
        test.policyVersion = request.policyVersion();
        test.openedAt = request.requestedAt();
        test.become(
                TestLife.Opened.at(request.requestedAt(), request.testTerm()).toQueued());
        tests.persist(test);
        requests.linkFirst(test.id, request);
        history.append(test.id, now, TestEventRow.What.OPENED, Actor.GATE, null);
        linked(test, request, now);
        outbox.append(Announcement.OPENED.of(test, List.of(request.releaseRequestId()), now));
    }

    private void link(TestRow test, TestRequested request, Instant now) {
        requests.link(test.id, request);
        linked(test, request, now);
    }

    private void linked(TestRow test, TestRequested request, Instant now) {
        history.append(
                test.id,
                now,
                TestEventRow.What.REQUEST_LINKED,
                Actor.ofPlatform(request.platformId()),
                request.releaseRequestId().toString());
    }

    private void cancel(TestRow test, UUID lastToLeave, Instant now) {
        TestLife.Open open = test.openLife().orElseThrow();
        test.become(open.toCancelled(NOBODY_NEEDS_IT, now));
        history.append(test.id, now, TestEventRow.What.CANCELLED, Actor.GATE, NOBODY_NEEDS_IT);
        outbox.append(Announcement.CANCELLED.of(test, List.of(lastToLeave), now));
    }
}
