package io.gatekeeper.technicaltest;

import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Shows technical tests to those who may see them; a read of findings is recorded in the same transaction. */
@ApplicationScoped
class ReadTests {

    private final TestRows tests;
    private final TestPages pages;
    private final TestViews views;
    private final Clock clock;

    ReadTests(TestRows tests, TestPages pages, TestViews views, Clock clock) {
        this.tests = tests;
        this.pages = pages;
        this.views = views;
        this.clock = clock;
    }

    @Transactional
    TestViews.Tagged one(UUID id, Viewer viewer, String purpose, String ifNoneMatch) {
        Instant now = clock.instant();
        TestRow test = tests.read(id, viewer)
                .filter(row -> viewer.sees(row, now))
                .orElseThrow(() -> ProblemException.notFound("technical test"));
        return views.whole(test, viewer, purpose, ifNoneMatch, now);
    }

    @Transactional
    Page<TestView> page(TestFilter filter, Viewer viewer) {
        Instant now = clock.instant();
        Page<TestRow> page = pages.page(filter, viewer, now);
        List<TestView> shown = views.outlines(page.items(), now);
        return new Page<>(shown, page.nextCursor());
    }
}
