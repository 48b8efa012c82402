package io.gatekeeper.screening;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * What a screening found, as it is stored and served; it reads back equal from its own JSON. Texts of the file are cut at 300
 * characters, and control characters in them replaced.
 *
 * @param indicatorSet the versions of the sets it was screened with, for example {@code 2026-11.1}, joined by {@code +}
 * @param indicatorsEvaluated of all sets together
 * @param tookMillis of reading the file and of the report
 * @param packageSummary null when no package could be read
 * @param permissions that the file asks for, sorted, at most {@link #MAX_PERMISSIONS}; for iOS the keys of its usage descriptions
 * @param components that the file declares, at most {@link #MAX_COMPONENTS}
 * @param difference to the app's last passed artifact; null when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScreeningReport(
        ScreeningState state,
        String indicatorSet,
        int indicatorsEvaluated,
        Instant screenedAt,
        long tookMillis,
        @JsonProperty("package") PackageSummary packageSummary,
        List<Certificate> certificates,
        List<String> permissions,
        List<Sdk> sdks,
        List<Component> components,
        List<Mismatch> declaredButAbsent,
        List<Mismatch> presentButUndeclared,
        List<Finding> findings,
        Difference difference) {

    public static final int MAX_COMPONENTS = 10_000;
    /** Honest apps ask for a hundred at most. */
    public static final int MAX_PERMISSIONS = 1_000;

    public ScreeningReport {
        certificates = List.copyOf(certificates);
        permissions = List.copyOf(permissions);
        sdks = List.copyOf(sdks);
        components = List.copyOf(components);
        declaredButAbsent = List.copyOf(declaredButAbsent);
        presentButUndeclared = List.copyOf(presentButUndeclared);
        findings = List.copyOf(findings);
    }

    ScreeningReport with(Difference other) {
        return new ScreeningReport(
                state,
                indicatorSet,
                indicatorsEvaluated,
                screenedAt,
                tookMillis,
                packageSummary,
                certificates,
                permissions,
                sdks,
                components,
                declaredButAbsent,
                presentButUndeclared,
                findings,
                other);
    }

    /**
     * What the file says it is; null is unknown.
     *
     * @param kind APK, SPLIT_APK, APK_SET, AAB, IPA or UNKNOWN
     */
    public record PackageSummary(
            String kind,
            String name,
            String versionName,
            Long versionCode,
            Integer minSdk,
            Integer targetSdk,
            boolean debuggable) {}

    /**
     * A signer whose signature was verified.
     *
     * @param sha256 of the certificate, in lower-case hexadecimal like the public key's digest, which a filing (APP备案) holds
     */
    public record Certificate(String sha256, String publicKeyMd5, String subject, List<String> schemes) {

        public Certificate {
            schemes = List.copyOf(schemes);
        }
    }

    /** An embedded component of a third party. @param evidence the mark that gave it away */
    public record Sdk(String name, String provider, String evidence) {}

    /** @param type ACTIVITY, SERVICE, RECEIVER or PROVIDER */
    public record Component(String type, String name, boolean exported) {}

    /** What stands in only one of declaration and file. */
    public record Mismatch(What what, String name) {

        /** PERMISSION or SDK. */
        public enum What {
            PERMISSION,
            SDK
        }
    }

    /**
     * @param indicator its id
     * @param problem a code of the instruments
     * @param evidence what in the file it rests on, at most 300 characters; empty when the message says all
     */
    public record Finding(String indicator, String problem, Severity severity, Message message, String evidence) {}

    /**
     * What changed since the app's last passed artifact.
     *
     * @param identical the very same file, whose verdict stands
     * @param certificateChanged the signers differ
     * @param proposedTopics what a shorter test would look at; empty when the file is identical, all topics when the
     *     difference is not a small one
     */
    public record Difference(
            String previousSha256,
            boolean identical,
            boolean certificateChanged,
            List<String> newPermissions,
            List<String> removedPermissions,
            List<String> newSdks,
            List<String> removedSdks,
            List<String> newComponents,
            List<String> removedComponents,
            List<String> newFindings,
            boolean small,
            List<CheckTopic> proposedTopics) {

        public Difference {
            newPermissions = List.copyOf(newPermissions);
            removedPermissions = List.copyOf(removedPermissions);
            newSdks = List.copyOf(newSdks);
            removedSdks = List.copyOf(removedSdks);
            newComponents = List.copyOf(newComponents);
            removedComponents = List.copyOf(removedComponents);
            newFindings = List.copyOf(newFindings);
            proposedTopics = List.copyOf(proposedTopics);
        }
    }
}
