package io.gatekeeper.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers to uploads, in the words of draft-ietf-httpbis-resumable-upload. */
@ApplicationScoped
class UploadAnswers {

    static final String OFFSET = "Upload-Offset";
    static final String COMPLETE = "Upload-Complete";
    private static final String LIMIT = "Upload-Limit";

    private final ArtifactsConfig config;

    UploadAnswers(ArtifactsConfig config) {
        this.config = config;
    }

    Response to(Received received) {
        if (received instanceof Received.Whole whole) {
            return progress(
                            Response.status(whole.isNew() ? Response.Status.CREATED : Response.Status.OK),
                            UploadView.of(whole.artifact()))
                    .header(
                            HttpHeaders.LOCATION,
                            "/v1/artifacts/" + whole.artifact().sha256())
                    .entity(whole.artifact())
                    .build();
        }
        UploadView upload = ((Received.Partly) received).upload();
        return progress(Response.status(Response.Status.CREATED), upload)
                .header(HttpHeaders.LOCATION, "/v1/artifacts/" + upload.sha256() + "/upload")
                .entity(upload)
                .build();
    }

    Response of(UploadView upload) {
        return progress(Response.ok(upload), upload).build();
    }

    private Response.ResponseBuilder progress(Response.ResponseBuilder answer, UploadView upload) {
        return answer.header(OFFSET, upload.offset())
                .header(COMPLETE, upload.complete() ? "?1" : "?0")
                .header(
                        LIMIT,
                        "max-size=" + config.maxSize().asLongValue() + ", max-age="
                                + config.uploadTerm().toSeconds())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
