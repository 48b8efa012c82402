package io.gatekeeper.artifact;

import io.gatekeeper.testing.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The tests' bucket, by the client of the gate. */
final class Buckets {

    private Buckets() {}

    static S3Client client(URI endpoint) {
        return S3Clients.of(new ArtifactsConfig.S3() {
            @Override
            public Optional<URI> endpoint() {
                return Optional.of(endpoint);
            }

            @Override
            public Optional<String> bucket() {
                return Optional.of(ObjectStore.BUCKET);
            }

            @Override
            public String region() {
                return "us-east-1";
            }

            @Override
            public Optional<String> accessKey() {
                return Optional.of("key");
            }

            @Override
            public Optional<String> secretKey() {
                return Optional.of("secret");
            }

            @Override
            public boolean pathStyle() {
                return true;
            }

            @Override
            public Optional<Path> certificateAuthority() {
                return Optional.empty();
            }

            @Override
            public int uploadsAtOnce() {
                return 2;
            }
        });
    }

    static List<String> keys(String prefix) {
        try (S3Client client = client(ObjectStore.endpoint())) {
            return client
                    .listObjectsV2Paginator(
                            request -> request.bucket(ObjectStore.BUCKET).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        }
    }
}
