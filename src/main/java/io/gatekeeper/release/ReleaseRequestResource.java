package io.gatekeeper.release;

import io.gatekeeper.http.Cursor;
import io.gatekeeper.http.EntityTags;
import io.gatekeeper.http.Instants;
import io.gatekeeper.http.Page;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.identity.Caller;
import io.gatekeeper.identity.Role;
import io.gatekeeper.publisher.CreditCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Where a release request is read: by its platform, its publisher and the authorities. */
@Path("/v1/release-requests")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.PLATFORM, Role.Names.PUBLISHER, Role.Names.REGULATOR, Role.Names.AUDITOR})
class ReleaseRequestResource {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final ReadReleases releases;
    private final DecisionWaiters waiters;
    private final Caller caller;

    ReleaseRequestResource(ReadReleases releases, DecisionWaiters waiters, Caller caller) {
        this.releases = releases;
        this.waiters = waiters;
        this.caller = caller;
    }

    /** On the event loop: it waits for nothing but the round that answers it. */
    @GET
    @Path("{id}")
    public CompletionStage<Response> read(
            @PathParam("id") UUID id,
            @QueryParam("wait") String wait,
            @QueryParam("after") String after,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        Scope scope = Scope.of(caller);
        Duration atMost = duration(wait);
        OptionalInt known = after == null ? OptionalInt.empty() : OptionalInt.of(number(after));
        return releases.one(id, scope)
                .thenCompose(view -> newer(view, known, atMost, scope))
                .thenApply(view -> answer(view, ifNoneMatch));
    }

    private CompletionStage<ReleaseRequestView> newer(
            ReleaseRequestView view, OptionalInt known, Duration atMost, Scope scope) {
        int sequence = view.decision().sequence();
        if (atMost.isZero() || sequence > known.orElse(sequence)) {
            return CompletableFuture.completedStage(view);
        }
        return waiters.newerThan(view.id(), known.orElse(sequence), atMost)
                .thenCompose(nothing -> releases.one(view.id(), scope));
    }

    @GET
    public Response list(@BeanParam ListParameters asked) {
        Page<ReleaseRequestView> page =
                releases.page(asked.filter(), Scope.of(caller), Cursor.decode(asked.cursor), Page.limit(asked.limit));
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static Response answer(ReleaseRequestView view, String ifNoneMatch) {
        boolean known = EntityTags.isNamedBy(ifNoneMatch, view.etag());
        Response.ResponseBuilder answer = known ? Response.notModified() : Response.ok(view);
        return answer.header(HttpHeaders.ETAG, view.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Duration duration(String wait) {
        if (wait == null) {
            return Duration.ZERO;
        }
        try {
            Duration asked = Duration.parse(wait);
            if (!asked.isNegative() && asked.compareTo(LONGEST_WAIT) <= 0) {
                return asked;
            }
        } catch (DateTimeParseException e) {
            // Answered below, like a duration out of range.
        }
        throw ProblemException.invalid("wait", "must be an ISO 8601 duration of at most PT60S, such as PT30S");
    }

    private static int number(String after) {
        try {
            int number = Integer.parseInt(after);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a negative number.
        }
        throw ProblemException.invalid("after", "must be the number of a decision");
    }

    /** The query parameters of the list. */
    public static class ListParameters {
        @QueryParam("state")
        String state;

        @QueryParam("publisherId")
        String publisherId;

        @QueryParam("packageName")
        String packageName;

        @QueryParam("sha256")
        String sha256;

        @QueryParam("submittedAfter")
        String submittedAfter;

        @QueryParam("submittedBefore")
        String submittedBefore;

        @QueryParam("limit")
        String limit;

        @QueryParam("cursor")
        String cursor;

        ReleaseFilter filter() {
            return new ReleaseFilter(
                    Optional.ofNullable(state).map(ListParameters::stateNamed),
                    Optional.ofNullable(publisherId)
                            .map(code -> CreditCode.parse(code, "publisherId").value()),
                    Optional.ofNullable(packageName).map(ListParameters::storable),
                    Optional.ofNullable(sha256).map(ListParameters::digest),
                    Instants.parameter("submittedAfter", submittedAfter),
                    Instants.parameter("submittedBefore", submittedBefore));
        }

        private static ReleaseState stateNamed(String name) {
            return Arrays.stream(ReleaseState.values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalid(
                            "state", "must be one of " + Arrays.toString(ReleaseState.values())));
        }

        private static String storable(String name) {
            if (name.length() > 255 || name.indexOf(0) >= 0) {
                throw ProblemException.invalid("packageName", "must be a package name");
            }
            return name;
        }

        private static String digest(String text) {
            if (!SHA256.matcher(text).matches()) {
                throw ProblemException.invalid("sha256", "must be 64 hex digits");
            }
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
