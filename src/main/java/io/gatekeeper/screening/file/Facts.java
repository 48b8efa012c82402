package io.gatekeeper.screening.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The facts of one file while they are gathered. */
final class Facts {

    FileKind kind = FileKind.UNKNOWN;
    String packageName;
    String versionName;
    Long versionCode;
    Integer minSdk;
    Integer targetSdk;
    boolean debuggable;
    Boolean cleartextTraffic;
    final List<Certificate> certificates = new ArrayList<>();
    final List<String> permissions = new ArrayList<>();
    final List<PackageComponent> components = new ArrayList<>();
    final List<String> nativeLibraries = new ArrayList<>();
    final List<UsageDescription> usageDescriptions = new ArrayList<>();
    final List<String> entitlements = new ArrayList<>();

    PackageFacts with(Problems problems) {
        return new PackageFacts(
                kind,
                packageName,
                versionName,
                versionCode,
                minSdk,
                targetSdk,
                debuggable,
                cleartextTraffic,
                certificates,
                permissions,
                components,
                nativeLibraries,
                usageDescriptions,
                entitlements,
                problems.all());
    }

    static void tell(Terms terms, TermKind kind, String where, String text) {
        if (text != null && !text.isEmpty()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            terms.term(kind, where, bytes, 0, bytes.length);
        }
    }
}
