package io.gatekeeper.identity;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.RateLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets a call in by the quota and the places of its tenant: after it is known who calls and that its role allows the
 * call, before the body is read or a worker thread is taken.
 */
public class QuotaFilter {

    private static final String WAIT_PARAMETER = "wait";

    private static final Duration REFUSAL_TAKES = Duration.ofMillis(100);

    /** Beyond that many refusals at once they are given at once, for each waits in memory. */
    private static final int MOST_REFUSING = 10_000;

    private final AtomicInteger refusing = new AtomicInteger();
    private final Quota quota;
    private final QuotaConfig config;

    QuotaFilter(Quota quota, QuotaConfig config) {
        this.quota = quota;
        this.config = config;
    }

    /** Null, which is no waiting at all, for a call that has its place at once. */
    @ServerRequestFilter(nonBlocking = true)
    public Uni<Void> enter(ResteasyReactiveContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        CallKind kind = CallKind.of(request.getMethod(), uri.getPath());
        Tenant tenant = quota.present();
        try {
            quota.take(tenant, kind, 1);
        } catch (ProblemException refused) {
            return later(refused);
        }
        Places places = tenant.places(uri.getPath(), uri.getQueryParameters().containsKey(WAIT_PARAMETER));
        CompletableFuture<Void> place = places.enter().orElseThrow(() -> {
            quota.refused(kind);
            return tooManyAtOnce();
        });
        // When the answer has been sent, or could not be.
        ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .registerCompletionCallback(failure -> places.leave(place));
        return place.isDone() ? null : Uni.createFrom().completionStage(place);
    }

    /**
     * Whoever is refused may not come again for a second anyway. So its answer takes its time, which holds no thread: a
     * client that does not heed it cannot keep the gate busy with refusals.
     */
    private Uni<Void> later(ProblemException refused) {
        if (refusing.incrementAndGet() > MOST_REFUSING) {
            refusing.decrementAndGet();
            throw refused;
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(REFUSAL_TAKES)
                .onTermination()
                .invoke(refusing::decrementAndGet)
                .onItem()
                .failWith(() -> refused);
    }

    private ProblemException tooManyAtOnce() {
        return ProblemException.limited(
                "Too many calls of this organisation are under way or wait. Nothing was done; try again.",
                RateLimit.ofCallsAtOnce(config.atOnce(), Duration.ofSeconds(1)));
    }
}
