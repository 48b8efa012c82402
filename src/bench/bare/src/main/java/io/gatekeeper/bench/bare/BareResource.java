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

/** What Quarkus costs by itself: writes one document, which a file gave it at the start, as JSON on the event loop. */
@Path("/bare")
@Singleton
public class BareResource {

    private final Map<String, Object> document;

    BareResource(ObjectMapper json, @ConfigProperty(name = "bare.document") File file) throws IOException {
        document = json.readValue(file, new TypeReference<>() {});
    }

    @GET
    @NonBlocking
    public Map<String, Object> read() {
        return document;
    }
}
