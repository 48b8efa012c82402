package io.gatekeeper.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where files are stored, in a directory or in a bucket, and what may be uploaded. */
@ConfigMapping(prefix = "gatekeeper.artifacts")
interface ArtifactsConfig {

    /** Of all replicas together; it is made when the first file arrives. */
    Optional<Path> directory();

    S3 s3();

    /** The largest file; {@code quarkus.http.limits.max-body-size} must not be below it. */
    @WithDefault("4G")
    MemorySize maxSize();

    /** How long an upload that is not whole waits for its next part. */
    @WithDefault("PT24H")
    Duration uploadTerm();

    Locations locations();

    /** From where the gate fetches files that platforms name a location of. */
    interface Locations {

        @WithDefault("443")
        Set<Integer> ports();

        /** The certificates (PEM) by which hosts are known, in place of those the JDK trusts. */
        Optional<Path> certificateAuthority();

        /** Networks that are not public and are fetched from all the same: for tests; production does not start with any. */
        Optional<List<String>> alsoAllowed();

        /** How long one attempt may take. */
        @WithDefault("PT30M")
        Duration timeLimit();
    }

    /** A bucket of the gate's own in an S3-compatible store, in the directory's place. */
    interface S3 {

        /** Who names it has to name the endpoint and the two keys as well. */
        Optional<String> bucket();

        /** Of the store, https outside loopback. */
        Optional<URI> endpoint();

        @WithDefault("us-east-1")
        String region();

        Optional<String> accessKey();

        Optional<String> secretKey();

        /** Whether the bucket stands in the path and not in the host's name, as most stores of one's own want it. */
        @WithDefault("true")
        boolean pathStyle();

        /** The certificates (PEM) by which the store is known, where it is not one of those the JDK trusts. */
        Optional<Path> certificateAuthority();

        /** Uploads one replica takes in at the same time; each holds a chunk of 8 MiB in memory. */
        @WithDefault("8")
        int uploadsAtOnce();
    }
}
