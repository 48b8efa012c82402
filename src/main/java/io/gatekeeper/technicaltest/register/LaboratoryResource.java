package io.gatekeeper.technicaltest.register;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The register of laboratories, for those who keep it and those who audit it. */
@Path("/v1/laboratories")
@Produces(MediaType.APPLICATION_JSON)
class LaboratoryResource {

    private final RegisterLaboratory registering;
    private final Laboratories laboratories;
    private final Caller caller;

    LaboratoryResource(RegisterLaboratory registering, Laboratories laboratories, Caller caller) {
        this.registering = registering;
        this.laboratories = laboratories;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<LaboratoryView> all() {
        return new Page<>(laboratories.all(), null);
    }

    @PUT
    @Path("/{laboratory}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.REGULATOR)
    public Response register(@PathParam("laboratory") String laboratory, @NotNull @Valid LaboratoryBody body) {
        RegisterLaboratory.Registered registered =
                registering.register(LaboratoryId.demand(laboratory), body, caller.subject());
        return Response.status(registered.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/v1/laboratories/" + laboratory)
                .entity(registered.laboratory())
                .build();
    }

    @GET
    @Path("/{laboratory}")
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public LaboratoryView read(@PathParam("laboratory") String laboratory) {
        return laboratories
                .find(LaboratoryId.parse(laboratory))
                .orElseThrow(() -> ProblemException.notFound("laboratory"));
    }

    /** What the register said of it, the latest first. */
    @GET
    @Path("/{laboratory}/history")
    @RolesAllowed({Role.Names.REGULATOR, Role.Names.AUDITOR})
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<LaboratoryView> history(@PathParam("laboratory") String laboratory) {
        List<LaboratoryView> versions = laboratories.versions(LaboratoryId.parse(laboratory));
        if (versions.isEmpty()) {
            throw ProblemException.notFound("laboratory");
        }
        return new Page<>(versions, null);
    }
}
