package io.gatekeeper.release;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;

/** All expeditions: for officers, what waits for them; for the others, their own. */
@Path("/v1/expeditions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.REGULATOR, Role.Names.AUDITOR})
class ExpeditionListResource {

    private final Expeditions expeditions;
    private final Caller caller;

    ExpeditionListResource(Expeditions expeditions, Caller caller) {
        this.expeditions = expeditions;
        this.caller = caller;
    }

    @GET
    public Response list(
            @QueryParam("state") String state, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Scope scope = Scope.of(caller);
        int rows = Page.limit(limit);
        Page<ExpeditionView> page = Page.cut(
                        expeditions.page(
                                scope,
                                Optional.ofNullable(state).map(ExpeditionListResource::named),
                                Cursor.decode(cursor),
                                rows),
                        rows,
                        row -> new Cursor(row.requestedAt, row.id.toString()))
                .map(row -> ExpeditionView.of(row, scope.equals(Scope.ANY)));
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static ExpeditionState named(String name) {
        return Arrays.stream(ExpeditionState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "state", "must be one of " + Arrays.toString(ExpeditionState.values())));
    }
}
