package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/v1/publishers/{creditCode}")
@Produces(MediaType.APPLICATION_JSON)
public class PublisherResource {

    private final RegisterPublisher registering;
    private final Publishers publishers;
    private final PublisherAliases aliases;
    private final StandingChanges changes;
    private final Caller caller;

    PublisherResource(
            RegisterPublisher registering,
            Publishers publishers,
            PublisherAliases aliases,
            StandingChanges changes,
            Caller caller) {
        this.registering = registering;
        this.publishers = publishers;
        this.aliases = aliases;
        this.changes = changes;
        this.caller = caller;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response register(@PathParam("creditCode") String creditCode, @NotNull @Valid PublisherBody body) {
        CreditCode publisher = CreditCode.parse(creditCode, "creditCode");
        RegisterPublisher.Registered registered = registering.register(publisher, body, caller.subject());
        return Response.status(registered.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/v1/publishers/" + publisher)
                .entity(registered.publisher())
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public PublisherView read(@PathParam("creditCode") String creditCode) {
        CreditCode publisher = CreditCode.parse(creditCode, "creditCode");
        return publishers
                .findByIdOptional(publisher.value())
                .map(row -> PublisherView.of(row, aliases.of(publisher)))
                .orElseThrow(() -> ProblemException.notFound("publisher"));
    }

    /** Every change of its standing, oldest first. */
    @GET
    @Path("/history")
    @RolesAllowed({
        Role.Names.PLATFORM,
        Role.Names.PUBLISHER,
        Role.Names.LABORATORY,
        Role.Names.REGULATOR,
        Role.Names.AUDITOR
    })
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<HistoryView> history(
            @PathParam("creditCode") String creditCode,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        CreditCode publisher = CreditCode.parse(creditCode, "creditCode");
        int rows = Page.limit(limit);
        boolean namesOfficers = caller.is(Role.REGULATOR) || caller.is(Role.AUDITOR);
        return Page.cut(
                        changes.page(publisher, Cursor.decode(cursor), rows),
                        rows,
                        c -> new Cursor(c.changedAt, Long.toString(c.statusVersion)))
                .map(c -> HistoryView.of(c, namesOfficers));
    }
}
