package io.gatekeeper.publisher;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/v1/unresolved-names")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.REGULATOR)
public class UnresolvedNameResource {

    /** The body that says whom a name means. */
    record Resolution(@NotNull(message = "is missing") String publisherId) {}

    private final ResolveName resolving;
    private final UnresolvedNames unresolved;
    private final Caller caller;

    UnresolvedNameResource(ResolveName resolving, UnresolvedNames unresolved, Caller caller) {
        this.resolving = resolving;
        this.unresolved = unresolved;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<UnresolvedNameView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int rows = Page.limit(limit);
        List<UnresolvedNameRow> found = unresolved.page(Cursor.decode(cursor), rows);
        Map<UUID, List<String>> notices =
                unresolved.notices(found.stream().map(n -> n.id).toList());
        return Page.cut(found, rows, n -> new Cursor(n.firstSeenAt, n.id.toString()))
                .map(n -> UnresolvedNameView.of(n, notices.getOrDefault(n.id, List.of())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{id}/resolution")
    public UnresolvedNameView resolve(@PathParam("id") UUID id, @NotNull @Valid Resolution body) {
        return resolving.resolve(id, CreditCode.parse(body.publisherId(), "/publisherId"), caller.subject());
    }
}
