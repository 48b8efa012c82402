package io.gatekeeper.artifact;

import io.gatekeeper.http.TrustedAuthorities;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The client of an object store: told everything, so that nothing is read from the machine, and bounded in all it waits for. */
final class S3Clients {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    /** Three attempts at most, all of them together no longer than this. */
    private static final Duration CALL = Duration.ofSeconds(40);

    private S3Clients() {}

    static S3Client of(ArtifactsConfig.S3 config) {
        UrlConnectionHttpClient.Builder http =
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE);
        config.certificateAuthority()
                .ifPresent(file -> http.tlsTrustManagersProvider(() -> TrustedAuthorities.ofPem(file)));
        return S3Client.builder()
                .endpointOverride(safe(named(config.endpoint(), "endpoint")))
                .region(Region.of(config.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        named(config.accessKey(), "access-key"), named(config.secretKey(), "secret-key"))))
                .forcePathStyle(config.pathStyle())
                // Stores other than Amazon's need not know the newer checksums; what is sent brings its MD5.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .httpClientBuilder(http)
                .overrideConfiguration(all -> all.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    private static <T> T named(Optional<T> value, String key) {
        return value.orElseThrow(() ->
                new IllegalStateException("A bucket for files needs gatekeeper.artifacts.s3." + key + " as well."));
    }

    private static URI safe(URI endpoint) {
        boolean loopback = endpoint.getHost() != null && endpoint.getHost().matches("localhost|127\\.[0-9.]+");
        if (!"https".equals(endpoint.getScheme()) && !loopback) {
            throw new IllegalStateException(
                    "Files under test are confidential: gatekeeper.artifacts.s3.endpoint has to be https, and is "
                            + endpoint + ".");
        }
        return endpoint;
    }
}
