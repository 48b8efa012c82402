package io.gatekeeper.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Methods that callers make up are one to the metrics: each would be a series for as long as the process lives. */
class MeteredMethods {

    private static final String CALLS = "http.server.";
    private static final String METHOD = "method";
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** As OpenTelemetry's conventions for HTTP call it ({@code http.request.method}). */
    private static final String OTHER = "_OTHER";

    private MeteredMethods() {}

    @Produces
    @Singleton
    static MeterFilter knownOnly() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getName().startsWith(CALLS) ? id.getTag(METHOD) : null;
                return method == null || KNOWN.contains(method)
                        ? id
                        : id.replaceTags(Tags.of(id.getTags()).and(Tag.of(METHOD, OTHER)));
            }
        };
    }
}
