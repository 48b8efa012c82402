package io.gatekeeper.technicaltest;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.outbox.Outbox;
import io.gatekeeper.publisher.TestDays;
import io.gatekeeper.technicaltest.plan.TestPlans;
import io.gatekeeper.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens, shares and cancels technical tests as release requests come and go; in the consumer's transaction, with as many
 * statements for many events as for one.
 */
@ApplicationScoped
class TestIntake {

    static final String NOBODY_NEEDS_IT = "nobody needs it any more";

    private final TestRows tests;
    private final TestRequests requests;
    private final TestHistory history;
    private final TestPlans plans;
    private final Outbox outbox;
    private final FilesOfTests files;
    private final TechnicalTestConfig config;

    TestIntake(
            TestRows tests,
            TestRequests requests,
            TestHistory history,
            TestPlans plans,
            Outbox outbox,
            FilesOfTests files,
            TechnicalTestConfig config) {
        this.files = files;
        this.config = config;
        this.tests = tests;
        this.requests = requests;
        this.history = history;
        this.plans = plans;
        this.outbox = outbox;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void request(TestRequested request, Instant now) {
        take(List.of(new Heard<>(request, RequestId.origin())), now);
    }

    /** @param wave of artifacts and release requests that all differ: see {@link Heard#waves} */
    @Transactional(Transactional.TxType.MANDATORY)
    void take(List<Heard<?>> wave, Instant now) {
        List<TestRequested> requested = events(wave, TestRequested.class);
        List<TestNoLongerNeeded> unneeded = events(wave, TestNoLongerNeeded.class);
        Map<TestSubject, TestRow> latest = tests.latestLocked(
                wave.stream().map(each -> each.event().subject()).toList());
        IntakeChanges changes = new IntakeChanges(
                now,
                wave.stream()
                        .filter(each -> each.requestId() != null)
                        .collect(Collectors.toMap(each -> each.event().releaseRequestId(), Heard::requestId)));
        request(requested, latest, changes);
        leave(unneeded, latest, changes);
        store(changes);
        files.screen(changes.opened(), now);
        files.screenAnew(changes.shared(), now);
        files.fetch(changes.located(), now);
    }

    /** In one round trip, the cases before what hangs on them. */
    private void store(IntakeChanges changes) {
        List<Part<?>> parts = new ArrayList<>();
        if (!changes.opened().isEmpty()) {
            parts.add(TestRows.inserting(changes.opened(), changes.now().plus(config.rotation())));
        }
        if (!changes.links().isEmpty()) {
            parts.add(TestRequests.linking(changes.links()));
        }
        if (!changes.history().isEmpty()) {
            parts.add(history.appending(changes.history()));
        }
        if (!changes.events().isEmpty()) {
            parts.add(outbox.appending(changes.events()));
        }
        tests.make(parts);
    }

    private static <E> List<E> events(List<Heard<?>> wave, Class<E> type) {
        return wave.stream()
                .map(Heard::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** One test for one artifact: joins the open case, reuses a verdict of the same policy, or opens a case. */
    private void request(List<TestRequested> requested, Map<TestSubject, TestRow> latest, IntakeChanges changes) {
        Map<UUID, Long> known = requests.lastSequencesOf(requested.stream()
                .filter(request -> latest.containsKey(request.subject()))
                .map(TestRequested::releaseRequestId)
                .toList());
        List<TestRequested> unheardOf = new ArrayList<>();
        for (TestRequested request : requested) {
            TestRow test = latest.get(request.subject());
            if (known.getOrDefault(request.releaseRequestId(), Long.MIN_VALUE) >= request.decisionSequence()) {
                continue;
            }
            if (test != null && test.state().isOpen()) {
                changes.join(test, request);
            } else if (test != null && isReusable(test, request)) {
                changes.link(test, request);
                changes.announce(Announcement.CONCLUDED, test, request.releaseRequestId());
            } else {
                unheardOf.add(request);
            }
        }
        open(unheardOf, latest, changes);
    }

    /** A verdict is reused while the policy version that asked for it stands. */
    private static boolean isReusable(TestRow latest, TestRequested request) {
        return latest.state().isConcluded()
                && latest.setAsideAt == null
                && latest.policyVersion.equals(request.policyVersion());
    }

    /** The last one to leave an open case cancels it; a verdict stays. */
    private void leave(List<TestNoLongerNeeded> unneeded, Map<TestSubject, TestRow> latest, IntakeChanges changes) {
        if (unneeded.isEmpty()) {
            return;
        }
        Map<UUID, TestNoLongerNeeded> byRequest =
                unneeded.stream().collect(Collectors.toMap(TestNoLongerNeeded::releaseRequestId, Function.identity()));
        Map<UUID, TestRow> abandoned = new LinkedHashMap<>();
        for (TestRequests.Left left : requests.leave(unneeded)) {
            TestNoLongerNeeded event = byRequest.get(left.releaseRequestId());
            changes.left(left.testId(), event);
            TestRow test = latest.get(event.subject());
            if (test != null && test.id.equals(left.testId()) && test.state().isOpen()) {
                abandoned.put(left.releaseRequestId(), test);
            }
        }
        Set<UUID> needed = requests.waitingFor(
                        abandoned.values().stream().map(test -> test.id).toList())
                .keySet();
        abandoned.forEach((lastToLeave, test) -> {
            if (needed.contains(test.id)) {
                changes.stays(test);
            } else {
                test.become(test.openLife().orElseThrow().toCancelled(NOBODY_NEEDS_IT, changes.now()));
                changes.cancelled(test, lastToLeave);
            }
        });
    }

    /** @param latest the latest case of each subject, for what it bars */
    private void open(List<TestRequested> requested, Map<TestSubject, TestRow> latest, IntakeChanges changes) {
        if (requested.isEmpty()) {
            return;
        }
        Set<String> arrived = files.arrived(
                requested.stream().map(request -> request.artifact().sha256()).toList());
        for (TestRequested request : requested) {
            TestLife.Opened life = request.dueAt() == null
                    ? TestLife.Opened.at(request.requestedAt(), request.testTerm())
                    : new TestLife.Opened(request.dueAt());
            boolean fileHasArrived = arrived.contains(request.artifact().sha256());
            TestRow before = latest.get(request.subject());
            changes.open(opened(request, before, files.begin(life, fileHasArrived)), request);
        }
    }

    /** @param before the case before it, or null */
    private TestRow opened(TestRequested request, TestRow before, TestLife.Open life) {
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
        test.follow(plans.inForceAt(request.requestedAt()));
        if (before != null) {
            test.barredLaboratory = before.setAsideAt == null ? before.barredLaboratory : before.laboratory;
        }
        test.testDays = request.testDays() == null ? TestDays.CALENDAR_DAYS : request.testDays();
        test.become(life);
        return test;
    }
}
