package io.gatekeeper.release;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;

/** What a platform does with its own request: list it, or take it back. */
@Path("/v1/release-requests/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.PLATFORM)
class ReleaseActionResource {

    private final ReportListing reportListing;
    private final WithdrawRelease withdrawRelease;
    private final ReadReleases releases;
    private final DecisionMetrics metrics;
    private final Caller caller;

    ReleaseActionResource(
            ReportListing reportListing,
            WithdrawRelease withdrawRelease,
            ReadReleases releases,
            DecisionMetrics metrics,
            Caller caller) {
        this.reportListing = reportListing;
        this.withdrawRelease = withdrawRelease;
        this.releases = releases;
        this.metrics = metrics;
        this.caller = caller;
    }

    @POST
    @Path("listing")
    public Response list(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        Scope scope = Scope.platform(caller.organisation());
        ReleaseState state = reportListing.list(id, releases.publisherOf(id, scope), Optional.ofNullable(ifMatch));
        ReleaseRequestView view = releases.now(id, scope);
        if (state != ReleaseState.LISTED) {
            metrics.listingRefused();
            throw ProblemException.of(
                            ProblemType.NOT_CLEARED,
                            "The release request is " + state + "; the version must not be listed.")
                    .because(view.decision().reasons());
        }
        return answer(view);
    }

    @POST
    @Path("withdrawal")
    public Response withdraw(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        Scope scope = Scope.platform(caller.organisation());
        releases.publisherOf(id, scope);
        withdrawRelease.withdraw(id, Optional.ofNullable(ifMatch));
        return answer(releases.now(id, scope));
    }

    private static Response answer(ReleaseRequestView view) {
        return Response.ok(view)
                .header(HttpHeaders.ETAG, view.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
