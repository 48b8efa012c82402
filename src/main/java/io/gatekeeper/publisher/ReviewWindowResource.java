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
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/v1/review-windows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.REGULATOR)
public class ReviewWindowResource {

    private final KeepReviewWindows keeping;
    private final ReviewWindows windows;
    private final Caller caller;

    ReviewWindowResource(KeepReviewWindows keeping, ReviewWindows windows, Caller caller) {
        this.keeping = keeping;
        this.windows = windows;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response record(@NotNull @Valid ReviewWindowBody body) {
        ReviewWindowView recorded = keeping.record(body, caller.subject());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/review-windows/" + recorded.id())
                .entity(recorded)
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<ReviewWindowView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int rows = Page.limit(limit);
        return Page.cut(windows.page(Cursor.decode(cursor), rows), rows, w -> new Cursor(w.recordedAt, w.id.toString()))
                .map(ReviewWindowView::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public ReviewWindowView read(@PathParam("id") UUID id) {
        return windows.findByIdOptional(id)
                .map(ReviewWindowView::of)
                .orElseThrow(() -> ProblemException.notFound("review window"));
    }

    @POST
    @Path("/{id}/confirmation")
    public ReviewWindowView confirm(@PathParam("id") UUID id) {
        return keeping.confirm(id, caller.subject());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{id}/ending")
    public Response end(@PathParam("id") UUID id, @NotNull @Valid ReasonBody body) {
        return keeping.end(id, body.reason(), caller.subject()).response();
    }
}
