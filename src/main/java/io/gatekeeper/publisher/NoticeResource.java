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
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/v1/notices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.REGULATOR)
public class NoticeResource {

    private final RecordNotice recording;
    private final WithdrawNotice withdrawing;
    private final Notices notices;
    private final Caller caller;

    NoticeResource(RecordNotice recording, WithdrawNotice withdrawing, Notices notices, Caller caller) {
        this.recording = recording;
        this.withdrawing = withdrawing;
        this.notices = notices;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response record(@NotNull @Valid NoticeBody body) {
        RecordNotice.Recorded recorded = recording.record(body, caller.subject());
        return Response.status(recorded.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/v1/notices/" + recorded.notice().id())
                .entity(recorded.notice())
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<NoticeView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int rows = Page.limit(limit);
        return Page.cut(notices.page(Cursor.decode(cursor), rows), rows, n -> new Cursor(n.publishedAt, n.id))
                .map(NoticeView::summary);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public NoticeView read(@PathParam("id") String id) {
        return notices.named(id)
                .map(n -> NoticeView.of(n, notices.entries(id)))
                .orElseThrow(() -> ProblemException.notFound("notice"));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{id}/withdrawal")
    public Response withdraw(@PathParam("id") String id, @NotNull @Valid ReasonBody body) {
        return withdrawing.withdraw(id, body.reason(), caller.subject()).response();
    }
}
