package io.gatekeeper.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Gives every request an id that follows it into the log, the answer and the events it causes.
 *
 * <p>A caller may bring its own in {@code X-Request-Id}; one that is not plain text of 1 to 64 letters, digits, dots,
 * dashes or underscores is replaced, so that nothing unreadable reaches a log.
 */
public class RequestId {

    public static final String HEADER = "X-Request-Id";
    private static final String MDC_KEY = "requestId";
    private static final String TRACE_KEY = "traceparent";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The id of the request or event under way on this thread, or null outside of one. */
    public static String current() {
        return (String) MDC.get(MDC_KEY);
    }

    /**
     * What it goes back to, to be taken up on another thread or by a consumer: the id and, while it is traced, a space and
     * the {@link TraceParent}; null outside of a request or event.
     */
    public static String origin() {
        String traceParent = (String) MDC.get(TRACE_KEY);
        return originOf(current(), traceParent == null ? TraceParent.current() : traceParent);
    }

    /** @param traceParent null for none */
    public static String originOf(String requestId, String traceParent) {
        return requestId == null || traceParent == null ? requestId : requestId + ' ' + traceParent;
    }

    /** Takes up the {@link #origin()} of a request, or that of an event, for the time {@code work} runs. */
    public static void following(String origin, Runnable work) {
        String before = current();
        Object traceBefore = MDC.get(TRACE_KEY);
        String traceParent = TraceParent.of(origin);
        set(traceParent == null ? origin : origin.substring(0, origin.length() - traceParent.length() - 1));
        put(TRACE_KEY, traceParent);
        try {
            work.run();
        } finally {
            set(before);
            put(TRACE_KEY, traceBefore);
        }
    }

    private static void set(String requestId) {
        put(MDC_KEY, requestId);
    }

    private static void put(String key, Object value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    /** The same work under the id of the present request, whichever thread does it. */
    public static <I, O> Function<I, O> keeping(Function<I, O> work) {
        String requestId = current();
        return input -> {
            String before = current();
            set(requestId);
            try {
                return work.apply(input);
            } finally {
                set(before);
            }
        };
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void begin(ContainerRequestContext request) {
        String requestId = of(request.getHeaderString(HEADER));
        request.setProperty(HEADER, requestId);
        set(requestId);
    }

    /** The id to use for a request that brought this one, or none. */
    public static String of(String brought) {
        boolean usable = brought != null && PLAIN.matcher(brought).matches();
        return usable ? brought : fresh().toString();
    }

    /** Of version 4. It tells calls apart and is no secret, so it needs no random number that nobody could guess. */
    private static UUID fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(high, low);
    }

    /** From the request and not from the thread: an answer that was waited for ends on another one. */
    @ServerResponseFilter
    public void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(HEADER) instanceof String requestId) {
            response.getHeaders().putSingle(HEADER, requestId);
            if (response.getEntity() instanceof Problem problem) {
                response.setEntity(problem.answering(requestId));
            }
        }
    }
}
