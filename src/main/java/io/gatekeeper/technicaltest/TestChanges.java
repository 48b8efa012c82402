package io.gatekeeper.technicaltest;

import io.gatekeeper.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The end of every use case that changes a case: its history, its announcement, and what the caller sees now. */
@ApplicationScoped
class TestChanges {

    private final TestHistory history;
    private final CaseIndex index;
    private final Outbox outbox;
    private final TestViews views;

    TestChanges(TestHistory history, CaseIndex index, Outbox outbox, TestViews views) {
        this.history = history;
        this.index = index;
        this.outbox = outbox;
        this.views = views;
    }

    void record(TestRow test, TestEventRow.What what, Actor actor, String detail, Instant now) {
        history.append(TestEventRow.of(test, now, what, actor, detail));
    }

    /** The same for what moved the due instant. */
    void recordMoved(TestRow test, TestEventRow.What what, Actor actor, String detail, Instant dueBefore, Instant now) {
        TestEventRow line = TestEventRow.of(test, now, what, actor, detail);
        line.previousDueAt = dueBefore;
        history.append(line);
    }

    /** What belongs to the case now; read once, for all that the use case does with it. */
    CaseContents contentsOf(TestRow test) {
        return index.of(test.id);
    }

    void announce(TestRow test, Announcement announcement, CaseContents contents, Instant now) {
        outbox.append(announcement.of(test, contents.waitingIds(), now));
    }

    TestViews.Tagged shownTo(Viewer viewer, TestRow test, CaseContents contents, Instant now) {
        return views.whole(test, viewer, contents, now);
    }
}
