package io.gatekeeper.artifact;

import io.gatekeeper.http.LargeBody;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** The two calls that bring a file, whole or in parts, may bring more than any other. */
@ApplicationScoped
class LargeUpload implements LargeBody {

    private static final Pattern WHOLE = Pattern.compile("PUT /v1/artifacts/[0-9a-fA-F]{64}");
    private static final Pattern PART = Pattern.compile("PATCH /v1/artifacts/[0-9a-fA-F]{64}/upload");

    private final ArtifactsConfig config;

    LargeUpload(ArtifactsConfig config) {
        this.config = config;
    }

    @Override
    public boolean isOf(String method, String path) {
        String call = method + " " + path;
        return WHOLE.matcher(call).matches() || PART.matcher(call).matches();
    }

    @Override
    public long limit() {
        return config.maxSize().asLongValue();
    }
}
