package io.gatekeeper.publisher;

import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The rules are public: whoever is judged by a policy version may read it. */
@Path("/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
    Role.Names.PLATFORM,
    Role.Names.PUBLISHER,
    Role.Names.LABORATORY,
    Role.Names.REGULATOR,
    Role.Names.AUDITOR
})
public class PolicyResource {

    private final Policies policies;

    PolicyResource(Policies policies) {
        this.policies = policies;
    }

    /** Oldest first; there are few, so one page holds them all. */
    @GET
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Page<Policy> list() {
        return new Page<>(policies.all(), null);
    }

    @GET
    @Path("/{version}")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Policy read(@PathParam("version") String version) {
        return policies.all().stream()
                .filter(p -> p.version().equals(version))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("policy"));
    }
}
