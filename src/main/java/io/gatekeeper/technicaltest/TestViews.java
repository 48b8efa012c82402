package io.gatekeeper.technicaltest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Shows technical tests, to each viewer what it may see, and records who read findings. */
@ApplicationScoped
class TestViews {

    /** A representation and its entity tag. */
    record Tagged(TestView view, TestTag tag) {}

    private final TestQueue queue;
    private final CaseIndex index;
    private final CaseFile file;
    private final Expectations expectations;
    private final TechnicalTestConfig config;

    TestViews(TestQueue queue, CaseIndex index, CaseFile file, Expectations expectations, TechnicalTestConfig config) {
        this.queue = queue;
        this.index = index;
        this.file = file;
        this.expectations = expectations;
        this.config = config;
    }

    /** The whole case; for use cases that changed it. */
    Tagged whole(TestRow test, Viewer viewer, CaseContents contents, Instant now) {
        return whole(test, viewer, contents, null, null, now);
    }

    /**
     * The whole case, with its view absent when {@code ifNoneMatch} shows that the viewer has it already.
     *
     * @param purpose     why findings are read, or null
     * @param ifNoneMatch the header, or null
     */
    Tagged whole(TestRow test, Viewer viewer, String purpose, String ifNoneMatch, Instant now) {
        return whole(test, viewer, index.of(test.id), purpose, ifNoneMatch, now);
    }

    private Tagged whole(
            TestRow test, Viewer viewer, CaseContents contents, String purpose, String ifNoneMatch, Instant now) {
        List<TestView.Request> shown = viewer.seesRequests() ? contents.waiting() : null;
        TestView view =
                outline(test, queue.positionsOf(queued(List.of(test))), now).with(shown, null, null);
        TestTag tag = TestTag.of(test.version, view);
        if (tag.isNamedBy(ifNoneMatch)) {
            return new Tagged(null, tag);
        }
        List<TestView.InformationRequest> asked = null;
        if (viewer.seesInformationRequests(test)) {
            asked = contents.hasQuestions() ? file.informationRequests(test) : List.of();
        }
        List<TestView.Finding> found = null;
        if (viewer.seesFindings(test, purpose)) {
            found = contents.hasFindings() ? file.findingsRead(test, viewer, purpose, now) : List.of();
        }
        return new Tagged(view.with(shown, asked, found), tag);
    }

    /** Cases without what other tables hold, for a page. */
    List<TestView> outlines(List<TestRow> tests, Instant now) {
        QueuePositions positions = queue.positionsOf(queued(tests));
        return tests.stream().map(test -> outline(test, positions, now)).toList();
    }

    private TestView outline(TestRow test, QueuePositions positions, Instant now) {
        Owner owner = test.openLife()
                .map(open -> Owner.of(open, now, config.escalationTerm()))
                .orElse(null);
        Expected expected = expectations.of(Progress.of(test), now).orElse(null);
        return TestView.of(test, now, positions.of(test.id), expected, owner);
    }

    private static List<TestQueue.Place> queued(List<TestRow> tests) {
        return tests.stream()
                .filter(test -> test.state() == TestState.QUEUED)
                .map(test -> new TestQueue.Place(test.id, test.dueAt))
                .toList();
    }
}
