package io.gatekeeper.bench.bare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What Quarkus costs by itself: writes a document, which a file gave it at the start, as JSON on the event loop. */
@Path("/bare")
@Singleton
public class BareResource {

    private final Map<String, Object> decision;
    private final Map<String, Object> status;

    BareResource(
            ObjectMapper json,
            @ConfigProperty(name = "bare.decision") File decision,
            @ConfigProperty(name = "bare.status") File status)
            throws IOException {
        this.decision = json.readValue(decision, new TypeReference<>() {});
        this.status = json.readValue(status, new TypeReference<>() {});
    }

    @GET
    @Path("decision")
    @NonBlocking
    public Map<String, Object> decision() {
        return decision;
    }

    @GET
    @Path("status")
    @NonBlocking
    public Map<String, Object> status() {
        return status;
    }
}
