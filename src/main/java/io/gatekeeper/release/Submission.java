package io.gatekeeper.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.publisher.ReleaseKind;
import io.gatekeeper.technicaltest.TestSubject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;

/**
 * What a platform submits: one version of one app of one publisher, the file by its digest, and what the publisher
 * declares about it.
 *
 * @param filingNumber the number the app was filed under (APP备案); required by policy from April 2024 on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Submission(
        @NotNull ReleaseKind kind,
        @NotNull String publisherId,
        @NotNull @Valid App app,
        @NotNull @Valid Version version,
        @NotNull @Valid Artifact artifact,
        @Size(min = 1, max = 64) String filingNumber,
        @Valid Declarations declarations) {

    /** @param packageName reverse-domain name, for example {@code com.example.chat} */
    public record App(
            @NotNull
            @Size(max = 255)
            @Pattern(
                    regexp = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+",
                    message = "must be a package name such as com.example.chat")
            String packageName,

            @NotNull Os os,
            @NotBlank @Size(max = 200) String name) {}

    /** @param code the platform's version code, 0 to 2^31 − 1 */
    public record Version(
            @NotBlank @Size(max = 100) String name,
            @NotNull @Min(0) @Max(Integer.MAX_VALUE) Long code) {}

    /**
     * @param sha256    64 hex digits
     * @param sizeBytes 1 byte to 4 GiB
     * @param location  where the file can be fetched, or null; whoever sees the request sees it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Artifact(
            @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be 64 hex digits")
            String sha256,

            @NotNull @Min(1) @Max(4L << 30) Long sizeBytes,

            @Size(max = 2000)
            @Pattern(
                    regexp = "https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?"
                            + "(/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)*)?",
                    message = "must be an https address without user and fragment")
            String location) {

        public Artifact {
            sha256 = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
        }
    }

    /** The two lists of 2021 (双清单), the embedded SDKs and the permissions, each with its purpose. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Declarations(
            @Size(max = 500) List<@NotNull @Valid Permission> permissions,
            @Size(max = 500) List<@NotNull @Valid Sdk> sdks,
            @Size(max = 500) List<@NotNull @Valid Collected> collectedPersonalInformation,
            @Size(max = 500) List<@NotNull @Valid Shared> sharedPersonalInformation) {}

    public record Permission(
            @NotBlank @Size(max = 255) String name,
            @NotBlank @Size(max = 1000) String purpose) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sdk(
            @NotBlank @Size(max = 255) String name,
            @NotBlank @Size(max = 255) String provider,
            @NotBlank @Size(max = 1000) String purpose,
            @Size(max = 100) List<@NotBlank @Size(max = 255) String> personalInformation) {}

    public record Collected(
            @NotBlank @Size(max = 255) String kind,
            @NotBlank @Size(max = 1000) String purpose,
            @NotBlank @Size(max = 1000) String situation) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shared(
            @NotBlank @Size(max = 255) String kind,
            @NotBlank @Size(max = 1000) String purpose,
            @NotBlank @Size(max = 1000) String situation,
            @NotBlank @Size(max = 1000) String manner,
            @Size(max = 255) String recipient) {}

    /** What a technical test of this release would examine. */
    TestSubject subject() {
        return new TestSubject(publisherId, app.packageName(), app.os().name(), artifact.sha256());
    }
}
