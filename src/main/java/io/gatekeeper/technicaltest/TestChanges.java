package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The end of every use case that changes a case: its history, its announcement, and what the caller sees now. */
@ApplicationScoped
class TestChanges {

    private final TestHistory history;
    private final TestRequests requests;
    private final Outbox outbox;
    private final TestViews views;

    TestChanges(TestHistory history, TestRequests requests, Outbox outbox, TestViews views) {
        this.history = history;
        this.requests = requests;
        this.outbox = outbox;
        this.views = views;
    }

    void record(TestRow test, TestEventRow.What what, Actor actor, String detail, Instant now) {
        history.append(test.id, now, what, actor, detail);
    }

    void announce(TestRow test, Announcement announcement, Instant now) {
        outbox.append(announcement.of(test, requests.waitingFor(test.id), now));
    }

    TestViews.Tagged shownTo(Viewer viewer, TestRow test, Instant now) {
        return views.whole(test, viewer, now);
    }
}
