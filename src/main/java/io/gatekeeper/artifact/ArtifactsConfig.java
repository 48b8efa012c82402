package io.gatekeeper.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where files are stored, and what may be uploaded. */
@ConfigMapping(prefix = "gatekeeper.artifacts")
interface ArtifactsConfig {

    /** Of all replicas together; it is made when the first file arrives. */
    @WithDefault("artifacts")
    Path directory();

    /** The largest file; {@code quarkus.http.limits.max-body-size} must not be below it. */
    @WithDefault("4G")
    MemorySize maxSize();

    /** How long an upload that is not whole waits for its next part. */
    @WithDefault("PT24H")
    Duration uploadTerm();
}
