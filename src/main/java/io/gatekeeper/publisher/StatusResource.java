package io.gatekeeper.publisher;

import io.gatekeeper.http.EntityTags;
import io.gatekeeper.http.Instants;
import io.gatekeeper.http.WrittenJson;
import io.gatekeeper.identity.CallKind;
import io.gatekeeper.identity.Quota;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ManagedExecutor;

@Path("/v1/publishers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
    Role.Names.PLATFORM,
    Role.Names.PUBLISHER,
    Role.Names.LABORATORY,
    Role.Names.REGULATOR,
    Role.Names.AUDITOR
})
public class StatusResource {

    /** One answer for each id asked, in that order. */
    record Statuses(List<StatusView> items) {}

    /** Asked for together, publishers cost so much less than each alone. */
    private static final int PUBLISHERS_OF_ONE_READ = 100;

    private final PresentStatus present;
    private final ReadStatus statuses;
    private final ManagedExecutor executor;
    private final Quota quota;

    StatusResource(PresentStatus present, ReadStatus statuses, ManagedExecutor executor, Quota quota) {
        this.present = present;
        this.statuses = statuses;
        this.executor = executor;
        this.quota = quota;
    }

    /** Nobody has to be registered to be asked about: UNVERIFIED is an answer. Holds no thread while it waits. */
    @GET
    @Path("/{creditCode}/status")
    public CompletionStage<Response> status(
            @PathParam("creditCode") String creditCode,
            @QueryParam("asOf") String asOf,
            @QueryParam("knownAt") String knownAt,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        CreditCode publisher = CreditCode.parse(creditCode, "creditCode");
        Optional<Instant> inEffect = Instants.parameter("asOf", asOf);
        Optional<Instant> knowledge = Instants.parameter("knownAt", knownAt);
        if (inEffect.isEmpty() && knowledge.isEmpty()) {
            return present.of(publisher).thenApply(now -> answer(now.tag(), ifNoneMatch, now::json));
        }
        return CompletableFuture.supplyAsync(
                        () -> statuses.at(List.of(publisher), inEffect, knowledge)
                                .get(0),
                        executor)
                .thenApply(then -> answer(then.tag(), ifNoneMatch, () -> then));
    }

    private static Response answer(String tag, String ifNoneMatch, Supplier<Object> status) {
        return (EntityTags.isNamedBy(ifNoneMatch, tag)
                        ? Response.notModified()
                        : Response.ok(status.get(), WrittenJson.TYPE))
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/status-queries")
    public Response query(@NotNull @Valid StatusQuery body) {
        quota.takeMore(CallKind.READS, (body.publisherIds().size() - 1) / PUBLISHERS_OF_ONE_READ);
        List<CreditCode> publishers = new ArrayList<>(body.publisherIds().size());
        for (String id : body.publisherIds()) {
            publishers.add(CreditCode.parse(id, "/publisherIds/" + publishers.size()));
        }
        Object list = body.asOf() == null && body.knownAt() == null
                ? present.ofAll(publishers)
                : new Statuses(
                        statuses.at(publishers, Optional.ofNullable(body.asOf()), Optional.ofNullable(body.knownAt())));
        return Response.ok(list, WrittenJson.TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
