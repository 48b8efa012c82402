package io.gatekeeper.artifact;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Chooses the store by what is configured. */
@Singleton
class StoreOfFiles {

    private final ArtifactsConfig config;
    private final ChunkRecords chunks;

    StoreOfFiles(ArtifactsConfig config, ChunkRecords chunks) {
        this.config = config;
        this.chunks = chunks;
    }

    @Produces
    @Singleton
    @Startup
    ArtifactStore store() {
        Optional<String> bucket = config.s3().bucket();
        if (config.directory().isPresent() == bucket.isPresent()) {
            throw new IllegalStateException(
                    "Files are stored in one place: gatekeeper.artifacts.directory or gatekeeper.artifacts.s3.bucket.");
        }
        return bucket.<ArtifactStore>map(name -> new S3Store(
                        new Bucket(S3Clients.of(config.s3()), name),
                        chunks,
                        config.s3().uploadsAtOnce()))
                .orElseGet(() -> new ArtifactDirectory(config.directory().orElseThrow()));
    }

    void close(@Disposes ArtifactStore store) {
        if (store instanceof S3Store s3) {
            s3.close();
        }
    }
}
