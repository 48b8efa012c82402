package io.gatekeeper.technicaltest;

import java.util.List;
import java.util.UUID;

/**
 * What belongs to a case: who waits for it, and whether there are findings and questions at all, so that nobody looks
 * for them in vain.
 */
record CaseContents(List<TestView.Request> waiting, boolean hasFindings, boolean hasQuestions) {

    List<UUID> waitingIds() {
        return waiting.stream().map(TestView.Request::releaseRequestId).toList();
    }
}
