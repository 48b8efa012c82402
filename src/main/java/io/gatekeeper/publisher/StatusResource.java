package io.gatekeeper.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatekeeper.http.EntityTags;
import io.gatekeeper.http.Instants;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseHeader;

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

    private final ReadStatus statuses;
    private final ObjectMapper json;

    StatusResource(ReadStatus statuses, ObjectMapper json) {
        this.statuses = statuses;
        this.json = json;
    }

    /** Nobody has to be registered to be asked about: UNVERIFIED is an answer. */
    @GET
    @Path("/{creditCode}/status")
    public Response status(
            @PathParam("creditCode") String creditCode,
            @QueryParam("asOf") String asOf,
            @QueryParam("knownAt") String knownAt,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch)
            throws JsonProcessingException {
        CreditCode publisher = CreditCode.parse(creditCode, "creditCode");
        StatusView status = statuses.of(
                        List.of(publisher), Instants.parameter("asOf", asOf), Instants.parameter("knownAt", knownAt))
                .get(0);
        String tag =
                '"' + Sha256.hex(json.writeValueAsString(status.timeless())).substring(0, 32) + '"';
        return (EntityTags.isNamedBy(ifNoneMatch, tag) ? Response.notModified() : Response.ok(status))
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/status-queries")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Statuses query(@NotNull @Valid StatusQuery body) {
        List<CreditCode> publishers = new ArrayList<>(body.publisherIds().size());
        for (String id : body.publisherIds()) {
            publishers.add(CreditCode.parse(id, "/publisherIds/" + publishers.size()));
        }
        return new Statuses(
                statuses.of(publishers, Optional.ofNullable(body.asOf()), Optional.ofNullable(body.knownAt())));
    }
}
