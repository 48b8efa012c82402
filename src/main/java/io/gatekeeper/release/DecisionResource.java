package io.gatekeeper.release;

import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import io.gatekeeper.release.ReleaseDecisions.DecisionView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Every decision on a release request, with its evidence, for whoever has to explain one. */
@Path("/v1/release-requests/{id}/decisions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.REGULATOR, Role.Names.AUDITOR})
class DecisionResource {

    private final ReadReleases releases;
    private final ReleaseDecisions decisions;
    private final Caller caller;

    DecisionResource(ReadReleases releases, ReleaseDecisions decisions, Caller caller) {
        this.releases = releases;
        this.decisions = decisions;
        this.caller = caller;
    }

    @GET
    public Response list(
            @PathParam("id") UUID id, @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
        // Brings the request up to date first, so that the last decision listed is the one that stands.
        releases.now(id, Scope.of(caller));
        Page<DecisionView> page = decisions.of(id, position(cursor), Page.limit(limit));
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static int position(String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            return Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("cursor", "is not a cursor of this list");
        }
    }
}
