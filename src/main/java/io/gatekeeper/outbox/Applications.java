package io.gatekeeper.outbox;

import io.gatekeeper.http.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The spans of events that are applied: one for each that is traced, in its own trace, though many share a transaction.
 * Named as OpenTelemetry's conventions for messaging say.
 */
@ApplicationScoped
class Applications {

    private final Tracer tracer;

    Applications(Tracer tracer) {
        this.tracer = tracer;
    }

    /** What is read until it is closed is applied together. */
    Spans begin() {
        return new Spans();
    }

    final class Spans implements AutoCloseable {

        private final List<Span> spans = new ArrayList<>();
        private boolean failed = true;

        private Spans() {}

        /**
         * Begins the span of a record.
         *
         * @param traceParent what the record carries, or null
         * @return what its effects carry on; null when the record is not traced
         */
        String of(ConsumerRecord<String, String> record, String traceParent) {
            SpanContext parent = TraceParent.remote(traceParent);
            if (!parent.isValid()) {
                return null;
            }
            Span span = tracer.spanBuilder("process " + record.topic())
                    .setSpanKind(SpanKind.CONSUMER)
                    .setParent(Context.root().with(Span.wrap(parent)))
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.operation.name", "process")
                    .setAttribute("messaging.destination.name", record.topic())
                    .setAttribute("messaging.destination.partition.id", String.valueOf(record.partition()))
                    .setAttribute("messaging.kafka.offset", record.offset())
                    .startSpan();
            spans.add(span);
            // While this replica traces nothing, what comes is handed on as it is.
            return TraceParent.of(span.getSpanContext());
        }

        void succeeded() {
            failed = false;
        }

        @Override
        public void close() {
            for (Span span : spans) {
                if (failed) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }
        }
    }
}
