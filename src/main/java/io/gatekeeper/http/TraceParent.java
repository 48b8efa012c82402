package io.gatekeeper.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span, as W3C Trace Context writes it: {@code 00-<trace, 32 hex digits>-<span, 16>-<flags, 2>}. The state of vendors that
 * may come beside it is not carried on.
 */
public final class TraceParent {

    /** In characters, and in bytes. */
    public static final int LENGTH = 55;

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private TraceParent() {}

    /** Of the span under way on this thread; null while nothing is traced. */
    static String current() {
        return of(Span.current().getSpanContext());
    }

    /** Null of one that is not valid. */
    public static String of(SpanContext span) {
        return span.isValid()
                ? "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                        + span.getTraceFlags().asHex()
                : null;
    }

    /** The one an {@link RequestId#origin() origin} ends with; null if it has none. */
    public static String of(String origin) {
        if (origin == null || origin.length() <= LENGTH || origin.charAt(origin.length() - LENGTH - 1) != ' ') {
            return null;
        }
        String end = origin.substring(origin.length() - LENGTH);
        return FORM.matcher(end).matches() ? end : null;
    }

    /** A span somewhere else; not valid if the text is null or says nothing. */
    public static SpanContext remote(String traceParent) {
        Matcher parts = FORM.matcher(traceParent == null ? "" : traceParent);
        return parts.matches()
                ? SpanContext.createFromRemoteParent(
                        parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault())
                : SpanContext.getInvalid();
    }
}
