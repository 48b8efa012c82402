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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/v1/measures")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.REGULATOR)
public class MeasureResource {

    private final ImposeMeasure imposing;
    private final FollowMeasure following;
    private final Measures measures;
    private final Caller caller;

    MeasureResource(ImposeMeasure imposing, FollowMeasure following, Measures measures, Caller caller) {
        this.imposing = imposing;
        this.following = following;
        this.measures = measures;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impose(@NotNull @Valid MeasureOrder body) {
        MeasureView imposed = imposing.impose(body, caller.subject());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/measures/" + imposed.id())
                .entity(imposed)
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<MeasureView> list(
            @QueryParam("publisherId") String publisherId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        Optional<CreditCode> publisher =
                Optional.ofNullable(publisherId).map(text -> CreditCode.parse(text, "publisherId"));
        int rows = Page.limit(limit);
        List<MeasureRow> found = measures.page(publisher, Cursor.decode(cursor), rows);
        return Page.cut(found, rows, m -> new Cursor(m.imposedAt, m.id.toString()))
                .map(MeasureView::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public MeasureView read(@PathParam("id") UUID id) {
        return measures.findByIdOptional(id)
                .map(MeasureView::of)
                .orElseThrow(() -> ProblemException.notFound("measure"));
    }

    @POST
    @Path("/{id}/confirmation")
    public MeasureView confirm(@PathParam("id") UUID id) {
        return following.confirm(id, caller.subject());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{id}/lifting")
    public Response lift(@PathParam("id") UUID id, @NotNull @Valid ReasonBody body) {
        return following.lift(id, body.reason(), caller.subject()).response();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{id}/rescission")
    public Response rescind(@PathParam("id") UUID id, @NotNull @Valid ReasonBody body) {
        return following.rescind(id, body.reason(), caller.subject()).response();
    }
}
