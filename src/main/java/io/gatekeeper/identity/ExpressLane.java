package io.gatekeeper.identity;

import io.gatekeeper.http.BareProblems;
import io.gatekeeper.http.EntityTags;
import io.gatekeeper.http.MeteredRoute;
import io.gatekeeper.http.RequestId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Answers the reads that are asked most past Quarkus REST, on the event loop: the layers of an ordinary call cost several
 * times what its answer does.
 *
 * <p>It answers a bearer whose token was verified within the minute, under the same quota and from the same rounds.
 * Whatever it does not plainly understand, and everybody who is to be refused, is left to the ordinary lane, which is where
 * the rules are written and whose answers these have to equal. It stands behind the filters of Quarkus, so that a policy an
 * operator sets for a path counts for both.
 */
@Singleton
public class ExpressLane {

    /** Of its filters: the last before REST. */
    public static final int PRIORITY = 10;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");
    private static final CharSequence ETAG = HttpHeaders.createOptimized("ETag");
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("Cache-Control");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private static final int NOT_MODIFIED = 304;

    private static final String ANSWERED = "gatekeeper.reads.express";

    private final VerifiedTokens tokens;
    private final Quota quota;
    private final BareProblems problems;
    /** Counted by itself: a counter of the registry looks for a trace to name with every read, and that costs more than the rest. */
    private final LongAdder answered = new LongAdder();

    ExpressLane(VerifiedTokens tokens, Quota quota, BareProblems problems, MeterRegistry meters) {
        this.tokens = tokens;
        this.quota = quota;
        this.problems = problems;
        FunctionCounter.builder(ANSWERED, answered, LongAdder::sum).register(meters);
    }

    /** What is read. */
    public interface Representation {

        /** Its entity tag, in quotes. */
        String tag();

        /** JSON in UTF-8, which nobody changes any more; asked for on the event loop, if the reader does not have it. */
        byte[] json();
    }

    /**
     * What comes between a prefix and a suffix in the target of a GET that says no more than that; null for any other call,
     * one with a query or a trailing slash among them.
     */
    public static String parameter(HttpServerRequest request, String prefix, String suffix, int length) {
        String target = request.uri();
        return target.length() == prefix.length() + length + suffix.length()
                        && target.startsWith(prefix)
                        && target.endsWith(suffix)
                        && request.method() == HttpMethod.GET
                ? target.substring(prefix.length(), prefix.length() + length)
                : null;
    }

    /**
     * Answers the call, or has the next handler do it.
     *
     * @param route as the contract writes it, for the metrics
     * @param roles one of which the bearer must have
     * @param read  begins the read and returns at once
     */
    public void answer(
            RoutingContext call,
            String route,
            Set<Role> roles,
            Function<Bearer, CompletionStage<Representation>> read) {
        MultiMap headers = call.request().headers();
        Optional<KnownBearer> bearer = isPlain(headers)
                ? tokens.bearer(headers.get(HttpHeaders.AUTHORIZATION)).filter(known -> known.isAny(roles))
                : Optional.empty();
        if (bearer.isEmpty()) {
            call.next();
            return;
        }
        Tenant tenant = quota.of(bearer.get().organisation());
        Places places = tenant.places(route, false);
        Optional<CompletableFuture<Void>> place = places.enter();
        if (place.isEmpty()) {
            call.next();
            return;
        }
        if (!tenant.takes(CallKind.READS)) {
            places.leave(place.get());
            call.next();
            return;
        }
        call.addEndHandler(sent -> places.leave(place.get()));
        // The context of the call, to which its answer comes back from the thread of the round.
        Context context = ((HttpServerRequestInternal) call.request()).context();
        place.get()
                .thenCompose(begun -> read.apply(bearer.get()))
                .whenComplete((found, failure) -> context.runOnContext(now -> end(call, route, found, failure)));
    }

    /** Whether no header asks for anything the answer of this lane would not do. */
    private static boolean isPlain(MultiMap headers) {
        return acceptsJson(headers)
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaders.EXPECT)
                && (!headers.contains(REQUEST_ID) || headers.getAll(REQUEST_ID).size() == 1);
    }

    private static boolean acceptsJson(MultiMap headers) {
        String accepted = headers.get(HttpHeaders.ACCEPT);
        return accepted == null || accepted.equals("*/*") || accepted.equals("application/json");
    }

    private void end(RoutingContext call, String route, Representation found, Throwable failure) {
        if (call.response().closed()) {
            return;
        }
        answered.increment();
        MeteredRoute.is(route);
        if (failure != null) {
            problems.fail(call, failure);
            return;
        }
        try {
            boolean known = EntityTags.isNamedBy(call.request().getHeader(HttpHeaders.IF_NONE_MATCH), found.tag());
            send(call, found.tag(), known ? null : found.json());
        } catch (RuntimeException e) {
            problems.fail(call, e);
        }
    }

    /** @param json null for a reader that has it */
    private static void send(RoutingContext call, String tag, byte[] json) {
        HttpServerResponse response = call.response();
        response.headers()
                .set(REQUEST_ID, RequestId.of(call.request().getHeader(REQUEST_ID)))
                .set(ETAG, tag)
                .set(CACHE_CONTROL, NO_STORE);
        if (json == null) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else {
            response.headers().set(CONTENT_TYPE, JSON);
            response.end(Buffer.buffer(json));
        }
    }
}
