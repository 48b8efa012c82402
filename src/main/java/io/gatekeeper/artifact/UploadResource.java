package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** An upload that is not whole yet: how far it is, its next part, its end. */
@Path("/v1/artifacts/{sha256}/upload")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.LABORATORY})
class UploadResource {

    private static final String PARTIAL_UPLOAD = "application/partial-upload";

    private final Caller caller;
    private final Uploads uploads;
    private final UploadAnswers answers;

    UploadResource(Caller caller, Uploads uploads, UploadAnswers answers) {
        this.caller = caller;
        this.uploads = uploads;
        this.answers = answers;
    }

    @GET
    public Response look(@PathParam("sha256") String sha256) {
        return answers.of(uploads.look(Uploader.of(caller), Digests.parse(sha256)));
    }

    @PATCH
    @Consumes(PARTIAL_UPLOAD)
    public Response append(
            @PathParam("sha256") String sha256,
            @HeaderParam(UploadAnswers.OFFSET) String offset,
            @HeaderParam(UploadAnswers.COMPLETE) String complete,
            @Context HttpHeaders headers,
            InputStream content) {
        if (headers.getMediaType() == null) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "The Content-Type of a part is " + PARTIAL_UPLOAD + ".");
        }
        String digest = Digests.parse(sha256);
        Body body = Body.of(content, headers, complete);
        return answers.to(uploads.append(Uploader.of(caller), digest, offset(offset), body));
    }

    @DELETE
    public Response cancel(@PathParam("sha256") String sha256) {
        uploads.cancel(Uploader.of(caller), Digests.parse(sha256));
        return Response.noContent().build();
    }

    private static long offset(String text) {
        // A structured integer has at most fifteen digits (RFC 9651, section 3.3.1).
        if (text == null || !text.matches("[0-9]{1,15}")) {
            throw ProblemException.invalid(UploadAnswers.OFFSET, "must say how many bytes were sent before");
        }
        return Long.parseLong(text);
    }
}
