package io.gatekeeper.screening.file;

import java.util.List;

/** Decides whether a package is sane enough for the verifier, which trusts what a zip tells. */
final class SignatureStep {

    private final ZipFileReader zip;
    private final Budget budget;
    private final Problems problems;

    SignatureStep(ZipFileReader zip, Budget budget, Problems problems) {
        this.zip = zip;
        this.budget = budget;
        this.problems = problems;
    }

    List<Certificate> certificates(Integer minSdk) {
        boolean insane = problems.all().stream()
                .anyMatch(one -> one.hostile() && one.code().startsWith("ZIP_"));
        boolean large = zip.directory().entries().stream()
                .anyMatch(entry -> loadedByVerifier(entry.name())
                        && entry.size() > budget.limits().maxDirectoryBytes());
        if (insane || large || problems.has("LIMIT_ENTRIES")) {
            problems.add("SIGNATURE_NOT_CHECKED", "", "is not looked at in a package that is not to be trusted", false);
            return List.of();
        }
        return new Signatures(zip.file(), budget, problems).verify(minSdk);
    }

    private static boolean loadedByVerifier(String name) {
        return name.startsWith("META-INF/") || name.equals(AndroidFacts.MANIFEST);
    }
}
