package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a wave of events makes of the technical tests, collected so that each kind is stored with one statement. */
final class IntakeChanges {

    private final Instant now;
    private final Map<UUID, String> requestIds;
    private final List<TestRow> opened = new ArrayList<>();
    private final List<TestRequests.Link> links = new ArrayList<>();
    private final List<TestEventRow> history = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<UUID> located = new ArrayList<>();
    private final List<TestRow> shared = new ArrayList<>();

    /** @param requestIds the ids of the calls the events go back to, by release request */
    IntakeChanges(Instant now, Map<UUID, String> requestIds) {
        this.now = now;
        this.requestIds = requestIds;
    }

    void open(TestRow test, TestRequested request) {
        opened.add(test);
        history.add(TestEventRow.of(test, now, TestEventRow.What.OPENED, Actor.GATE, null));
        link(test, request);
        announce(Announcement.OPENED, test, request.releaseRequestId());
        if (test.state() == TestState.AWAITING_ARTIFACT) {
            announce(Announcement.ARTIFACT_AWAITED, test, request.releaseRequestId());
        }
    }

    /** One more release request for an open case. */
    void join(TestRow test, TestRequested request) {
        link(test, request);
        stays(test);
    }

    /** A release request came or went, and the case goes on. */
    void stays(TestRow test) {
        shared.add(test);
    }

    void link(TestRow test, TestRequested request) {
        links.add(new TestRequests.Link(test.id, request));
        if (request.namesALocation() && test.state().isOpen() && test.screening == null) {
            located.add(test.id);
        }
        history.add(TestEventRow.of(
                test.id,
                now,
                TestEventRow.What.REQUEST_LINKED,
                Actor.ofPlatform(request.platformId()),
                request.releaseRequestId().toString()));
    }

    void left(UUID testId, TestNoLongerNeeded event) {
        history.add(TestEventRow.of(
                testId,
                now,
                TestEventRow.What.REQUEST_LEFT,
                Actor.ofPlatform(event.platformId()),
                event.releaseRequestId() + ": " + event.cause()));
    }

    void cancelled(TestRow test, UUID lastToLeave) {
        history.add(TestEventRow.of(test, now, TestEventRow.What.CANCELLED, Actor.GATE, TestIntake.NOBODY_NEEDS_IT));
        announce(Announcement.CANCELLED, test, lastToLeave);
    }

    void announce(Announcement what, TestRow test, UUID releaseRequestId) {
        events.add(what.of(test, List.of(releaseRequestId), now).causedBy(requestIds.get(releaseRequestId)));
    }

    Instant now() {
        return now;
    }

    List<TestRow> opened() {
        return opened;
    }

    List<TestRequests.Link> links() {
        return links;
    }

    /** The cases whose file is said to be somewhere, and was not screened yet. */
    List<UUID> located() {
        return located;
    }

    /** The open cases of which something else may be declared now. */
    List<TestRow> shared() {
        return shared;
    }

    List<TestEventRow> history() {
        return history;
    }

    List<Event> events() {
        return events;
    }
}
