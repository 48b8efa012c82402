package io.gatekeeper.technicaltest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** A case as an answer: its representation, its entity tag, and the word that nobody may keep a copy. */
final class TestAnswers {

    private TestAnswers() {}

    static Response of(TestViews.Tagged test, Response.Status status) {
        return Response.status(status)
                .header(HttpHeaders.ETAG, test.tag().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(test.view())
                .build();
    }
}
