package io.gatekeeper.screening.file;

import java.util.List;

/**
 * What a file says about itself.
 *
 * @param packageName or the bundle identifier; null when unknown, like every fact here that is not a list
 * @param targetSdk as stated, else the minimum as the platform has it
 * @param cleartextTraffic null when the file does not say
 * @param nativeLibraries the entries' full names
 * @param problems empty when everything was read and nothing was odd
 */
public record PackageFacts(
        FileKind kind,
        String packageName,
        String versionName,
        Long versionCode,
        Integer minSdk,
        Integer targetSdk,
        boolean debuggable,
        Boolean cleartextTraffic,
        List<Certificate> certificates,
        List<String> permissions,
        List<PackageComponent> components,
        List<String> nativeLibraries,
        List<UsageDescription> usageDescriptions,
        List<String> entitlements,
        List<FileProblem> problems) {

    public PackageFacts {
        certificates = List.copyOf(certificates);
        permissions = List.copyOf(permissions);
        components = List.copyOf(components);
        nativeLibraries = List.copyOf(nativeLibraries);
        usageDescriptions = List.copyOf(usageDescriptions);
        entitlements = List.copyOf(entitlements);
        problems = List.copyOf(problems);
    }
}
