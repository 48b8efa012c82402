package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The file itself: brought by platforms, by publishers with an answer, by laboratories as evidence; read by those who may. */
@Path("/v1/artifacts/{sha256}")
class ArtifactResource {

    private static final String APK = "application/vnd.android.package-archive";
    private static final int LONGEST_PURPOSE = 500;

    private final Caller caller;
    private final Uploads uploads;
    private final UploadAnswers answers;
    private final ReadArtifact reads;

    ArtifactResource(Caller caller, Uploads uploads, UploadAnswers answers, ReadArtifact reads) {
        this.caller = caller;
        this.uploads = uploads;
        this.answers = answers;
        this.reads = reads;
    }

    @PUT
    @Consumes({MediaType.APPLICATION_OCTET_STREAM, APK})
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.LABORATORY})
    public Response upload(
            @PathParam("sha256") String sha256,
            @HeaderParam(UploadAnswers.COMPLETE) String complete,
            @Context HttpHeaders headers,
            InputStream content) {
        String digest = Digests.parse(sha256);
        Body body = Body.of(content, headers, complete == null ? "?1" : complete);
        return answers.to(uploads.begin(Uploader.of(caller), digest, body));
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.LABORATORY, Role.Names.AUDITOR})
    public Response read(
            @PathParam("sha256") String sha256,
            @QueryParam("purpose") String purpose,
            @HeaderParam("Range") String range,
            @HeaderParam("If-Range") String ifRange,
            @Context Request request) {
        String digest = Digests.parse(sha256);
        if (request.getMethod().equals(HttpMethod.HEAD)) {
            StoredArtifact artifact = reads.look(caller, digest);
            return headers(Response.ok(), artifact)
                    .header(HttpHeaders.CONTENT_LENGTH, artifact.sizeBytes())
                    .build();
        }
        String asked = ifRange == null || ifRange.equals(etag(digest)) ? range : null;
        ReadArtifact.Reading reading = reads.read(caller, digest, purpose(purpose), asked);
        ByteRange bytes = reading.bytes();
        Response.ResponseBuilder answer = headers(Response.ok(), reading.artifact())
                .header(HttpHeaders.CONTENT_LENGTH, bytes.length())
                .entity(reads.content(reading));
        if (reading.isPartial()) {
            answer.status(Response.Status.PARTIAL_CONTENT)
                    .header("Content-Range", bytes.of(reading.artifact().sizeBytes()));
        }
        return answer.build();
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder answer, StoredArtifact artifact) {
        return answer.type(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.ETAG, etag(artifact.sha256()))
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + artifact.sha256() + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static String etag(String sha256) {
        return '"' + sha256 + '"';
    }

    private static String purpose(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST_PURPOSE || text.indexOf(0) >= 0) {
            throw ProblemException.invalid("purpose", "must be at most " + LONGEST_PURPOSE + " characters of text");
        }
        return text.strip();
    }
}
