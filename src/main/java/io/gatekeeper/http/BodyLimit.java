package io.gatekeeper.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies over {@code gatekeeper.http.max-body-size}, or over the limit of a {@link LargeBody}, with a problem
 * answer. Quarkus by itself has one limit for all, answers a bare 413 and cuts the connection before its sender can have
 * read it.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {

    /** How long a sender may go on after the answer: long enough to notice it, short enough to bear. */
    private static final long LINGER_MILLIS = 2_000;

    /** Quarkus looks at the size of a body at priority 2; the higher one goes first. */
    private static final int BEFORE_QUARKUS = 100;

    private static final int AFTER_QUARKUS = 1;

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private final long limit;
    private final BareProblems problems;
    private final CurrentVertxRequest current;
    private final Instance<LargeBody> large;

    BodyLimit(
            @ConfigProperty(name = "gatekeeper.http.max-body-size") MemorySize limit,
            BareProblems problems,
            CurrentVertxRequest current,
            @Any Instance<LargeBody> large) {
        this.limit = limit.asLongValue();
        this.problems = problems;
        this.current = current;
        this.large = large;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseDeclaredLength, BEFORE_QUARKUS);
        filters.register(BodyLimit::countOurselves, AFTER_QUARKUS);
    }

    /** A body that says how long it is is refused before any of it is read. */
    private void refuseDeclaredLength(RoutingContext context) {
        if (hasNoBody(context.request())) {
            context.next();
            return;
        }
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        Optional<LargeBody> ofThisCall = large(context);
        long most = ofThisCall.map(LargeBody::limit).orElse(limit);
        if (length == null || Long.parseLong(length) <= most) {
            ofThisCall.ifPresent(body -> closeIfUnread(context));
            context.next();
            return;
        }
        closeAfterAnswer(context);
        problems.answer(context, tooLarge(most));
    }

    /** RFC 9112, section 6.3; most calls are reads, and need not be looked at any closer. HTTP/2 has other frames for it. */
    private static boolean hasNoBody(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && !request.headers().contains(TRANSFER_ENCODING);
    }

    private Optional<LargeBody> large(RoutingContext context) {
        HttpServerRequest request = context.request();
        return large.stream()
                .filter(body -> body.isOf(request.method().name(), request.path()))
                .findFirst();
    }

    /** Whoever is refused, or has sent the file before, must not go on for gigabytes. */
    private static void closeIfUnread(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.addHeadersEndHandler(heads -> {
            if (!request.isEnded()) {
                closeAfterAnswer(context);
            }
        });
    }

    /** Of a body that does not say so (chunked) Quarkus would count what comes in; {@link Counted} does it instead. */
    private static void countOurselves(RoutingContext context) {
        context.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        context.next();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        if (body.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH) == null
                && large(current.getCurrent()).isEmpty()) {
            body.setInputStream(new Counted(body.getInputStream()));
        }
        return body.proceed();
    }

    private static ProblemException tooLarge(long most) {
        return ProblemException.of(ProblemType.BODY_TOO_LARGE, "The body is larger than " + most + " bytes.");
    }

    /** What still comes of the body is thrown away, so that its sender comes to read the answer (RFC 9112, section 9.6). */
    private static void closeAfterAnswer(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader("Connection", "close");
        context.addEndHandler(answered -> {
            request.handler(rest -> {}).endHandler(end -> request.connection().close());
            request.resume();
            context.vertx().setTimer(LINGER_MILLIS, late -> request.connection().close());
        });
    }

    private final class Counted extends FilterInputStream {

        private long read;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        /** To close Quarkus's stream is to read it to its end, which need not have one. */
        @Override
        public void close() throws IOException {
            if (read <= limit) {
                super.close();
            }
        }

        private void count(int n) {
            read += n;
            if (read > limit) {
                closeAfterAnswer(current.getCurrent());
                throw tooLarge(limit);
            }
        }
    }
}
