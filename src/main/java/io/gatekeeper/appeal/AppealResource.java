package io.gatekeeper.appeal;

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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Where publishers appeal and officers decide. */
@Path("/v1/appeals")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.PUBLISHER, Role.Names.REGULATOR, Role.Names.AUDITOR})
class AppealResource {

    private final FileAppeal filing;
    private final DecideAppeal deciding;
    private final Appeals appeals;
    private final Caller caller;

    AppealResource(FileAppeal filing, DecideAppeal deciding, Appeals appeals, Caller caller) {
        this.filing = filing;
        this.deciding = deciding;
        this.appeals = appeals;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.PUBLISHER)
    public Response file(@NotNull @Valid FileAppeal.Filing body) {
        AppealView filed = filing.file(body, caller.organisation(), caller.subject());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/appeals/" + filed.id())
                .entity(filed)
                .build();
    }

    @GET
    public Response list(
            @QueryParam("state") String state, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int rows = Page.limit(limit);
        Page<AppealView> page = Page.cut(
                        appeals.page(
                                ownOnly(),
                                Optional.ofNullable(state).map(AppealResource::named),
                                Cursor.decode(cursor),
                                rows),
                        rows,
                        row -> new Cursor(row.filedAt, row.id.toString()))
                .map(row -> AppealView.of(row, ownOnly().isEmpty()));
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @GET
    @Path("/{id}")
    public Response read(@PathParam("id") UUID id) {
        AppealView appeal = appeals.findByIdOptional(id)
                .filter(row -> ownOnly().map(row.publisherId::equals).orElse(true))
                .map(row -> AppealView.of(row, ownOnly().isEmpty()))
                .orElseThrow(() -> ProblemException.notFound("appeal"));
        return Response.ok(appeal).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response decide(@PathParam("id") UUID id, @NotNull @Valid DecideAppeal.AppealDecision body) {
        AppealView view = deciding.decide(id, body, caller.subject());
        return Response.status(view.state() == AppealState.PROPOSED ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(view)
                .build();
    }

    /** A publisher sees its own appeals; authorities all. */
    private Optional<String> ownOnly() {
        return caller.is(Role.REGULATOR) || caller.is(Role.AUDITOR)
                ? Optional.empty()
                : Optional.of(caller.organisation());
    }

    private static AppealState named(String name) {
        return Arrays.stream(AppealState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalid("state", "must be one of " + Arrays.toString(AppealState.values())));
    }
}
