package io.gatekeeper.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatekeeper.batching.Rounds;
import io.gatekeeper.http.PassingFailure;
import io.gatekeeper.http.Problem;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.Problems;
import io.gatekeeper.http.RequestId;
import io.gatekeeper.http.WrittenJson;
import io.gatekeeper.identity.CallKind;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Quota;
import io.gatekeeper.identity.Role;
import io.gatekeeper.release.SubmitReleases.Receipt;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Where platforms submit releases, one or up to a thousand. */
@Path("/v1/release-requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.PLATFORM)
class SubmissionResource {

    private static final int MOST_IN_A_BATCH = 1_000;

    private final Intake intake;
    private final ReadReleases releases;
    private final Documents documents;
    private final ObjectMapper json;
    private final Caller caller;
    private final Quota quota;
    /** A thousand answers are written where no other batch's round waits for it. */
    private final Executor writers = Rounds.threads();

    SubmissionResource(
            Intake intake, ReadReleases releases, Documents documents, ObjectMapper json, Caller caller, Quota quota) {
        this.intake = intake;
        this.releases = releases;
        this.documents = documents;
        this.json = json;
        this.caller = caller;
        this.quota = quota;
    }

    /** What became of one item of a batch: the request, or the problem; the other is null. */
    record ItemResult(int status, ReleaseDocument releaseRequest, Problem problem) {}

    /** Read and checked on a worker thread, for it may be large; nothing waits there for the round that decides it. */
    @POST
    @Blocking
    public CompletionStage<Response> submit(@HeaderParam(IdempotencyKeys.HEADER) String key, Submission submission) {
        String platformId = caller.organisation();
        return intake.take(platformId, submission, IdempotencyKeys.parse(key))
                .thenCompose(receipt -> releases.of(receipt, Scope.platform(platformId))
                        .thenApply(request -> answer(receipt, request)));
    }

    private static Response answer(Receipt receipt, ReleaseDocument request) {
        return Response.status(status(receipt))
                // Relative (RFC 9110, section 10.2.2): the gate does not know under which name its caller reached it.
                .header(HttpHeaders.LOCATION, "/v1/release-requests/" + receipt.id())
                .header(HttpHeaders.ETAG, request.tag())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(request.json())
                .type(WrittenJson.TYPE)
                .build();
    }

    /** Each item stands for itself; a bad one keeps none of the others from going through. */
    @POST
    @Path("batch")
    @Blocking
    public CompletionStage<Response> submitBatch(@HeaderParam(IdempotencyKeys.HEADER) String key, JsonNode body) {
        if (!(body instanceof ArrayNode items)) {
            throw ProblemException.invalid("", "must be an array of release requests");
        }
        if (items.isEmpty() || items.size() > MOST_IN_A_BATCH) {
            throw ProblemException.invalid("", "must hold 1 to " + MOST_IN_A_BATCH + " release requests");
        }
        quota.takeMore(CallKind.SUBMISSIONS, items.size() - 1);
        String platformId = caller.organisation();
        Optional<String> batchKey = IdempotencyKeys.parse(key);
        List<CompletableFuture<ItemResult>> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            int position = i;
            results.add(submitItem(platformId, items.get(i), batchKey.map(k -> k + "#" + position))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        all -> Response.ok(written(results), WrittenJson.TYPE)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build(),
                        writers);
    }

    /** The requests as they are written already: Jackson would read each and write it once more. */
    private byte[] written(List<CompletableFuture<ItemResult>> results) {
        ByteArrayOutputStream list = new ByteArrayOutputStream(2_048 * results.size());
        String before = "{\"items\":[{\"status\":";
        for (CompletableFuture<ItemResult> ended : results) {
            ItemResult result = ended.join();
            boolean isProblem = result.releaseRequest() == null;
            String field = isProblem ? ",\"problem\":" : ",\"releaseRequest\":";
            list.writeBytes((before + result.status() + field).getBytes(StandardCharsets.US_ASCII));
            list.writeBytes(
                    isProblem
                            ? documents.bytes(result.problem())
                            : result.releaseRequest().json());
            before = "},{\"status\":";
        }
        list.writeBytes("}]}".getBytes(StandardCharsets.US_ASCII));
        return list.toByteArray();
    }

    private CompletionStage<ItemResult> submitItem(String platformId, JsonNode item, Optional<String> key) {
        CompletionStage<Receipt> submitted;
        try {
            submitted = intake.takeOfBatch(platformId, json.treeToValue(item, Submission.class), key);
        } catch (JsonProcessingException e) {
            return CompletableFuture.completedStage(failed(Problems.of(e)));
        } catch (ProblemException e) {
            return CompletableFuture.completedStage(failed(e));
        }
        Function<Throwable, ItemResult> problem = RequestId.keeping(SubmissionResource::failed);
        return submitted
                .thenCompose(receipt -> releases.of(receipt, Scope.platform(platformId))
                        .thenApply(request -> new ItemResult(status(receipt), request, null)))
                .exceptionally(problem);
    }

    private static ItemResult failed(Throwable thrown) {
        Throwable reason = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (reason instanceof ProblemException problem) {
            return failed(problem);
        }
        if (PassingFailure.is(reason)) {
            return failed(PassingFailure.told());
        }
        throw new CompletionException(reason);
    }

    private static ItemResult failed(ProblemException problem) {
        return new ItemResult(problem.type().status(), null, problem.problem());
    }

    private static int status(Receipt receipt) {
        return receipt.created() ? 201 : 200;
    }
}
