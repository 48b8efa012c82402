package io.gatekeeper.screening;

import io.gatekeeper.screening.file.Certificate;
import io.gatekeeper.screening.file.FileKind;
import io.gatekeeper.screening.file.FileProblem;
import io.gatekeeper.screening.file.PackageComponent;
import io.gatekeeper.screening.file.PackageFacts;
import io.gatekeeper.screening.file.UsageDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sighting in which the conditions of one indicator hold, made from the conditions themselves. */
final class Probe {

    private static final Message NAME = new Message("some name", "某名");

    private final Map<Mark, String> marks = new HashMap<>();
    private final List<EmbeddedSdk> sdks = new ArrayList<>();
    private final List<String> absentSdks = new ArrayList<>();
    private final List<Certificate> certificates = new ArrayList<>();
    private final List<String> permissions = new ArrayList<>();
    private final List<PackageComponent> components = new ArrayList<>();
    private final List<String> libraries = new ArrayList<>();
    private final List<UsageDescription> usages = new ArrayList<>();
    private final List<FileProblem> problems = new ArrayList<>();
    private FileKind kind = FileKind.APK;
    private String packageName = "io.example";
    private String versionName = "1";
    private Long versionCode = 5L;
    private Integer minSdk;
    private Integer targetSdk;
    private boolean debuggable;
    private Boolean cleartext;
    private String os = "ANDROID";
    private Declared declared = ScreeningTest.declared(List.of("a.declared.PERMISSION"), List.of());
    private Optional<PassedArtifact> previous = Optional.empty();

    static Sighting nothing() {
        return new Probe().sighting();
    }

    static Sighting of(Indicator indicator) {
        Probe probe = new Probe();
        probe.permissions.add("a.declared.PERMISSION");
        indicator.all().forEach(probe::make);
        return probe.sighting();
    }

    private void make(Condition condition) {
        if (condition instanceof Condition.Seen seen) {
            marks.put(seen.mark(), "an entry");
        } else if (condition instanceof Condition.Holds holds) {
            hold(holds.fact(), holds.argument());
        }
    }

    private void hold(Fact fact, String argument) {
        switch (fact) {
            case KIND -> kind = FileKind.valueOf(argument);
            case DEBUGGABLE -> debuggable = true;
            case CLEARTEXT_ALLOWED -> cleartext = true;
            case CLEARTEXT_BY_DEFAULT -> targetSdk = 27;
            case TARGET_SDK_BELOW -> targetSdk = Integer.parseInt(argument) - 1;
            case MIN_SDK_BELOW -> minSdk = Integer.parseInt(argument) - 1;
            case OPEN -> components.add(new PackageComponent(argument, "a.Component", true, null));
            case PERMISSIONS_OVER -> permissions.addAll(Collections.nCopies(Integer.parseInt(argument) + 1, "a.P"));
            case SIGNED_ONLY_BY -> certificates.add(certificate("CN=Somebody", argument));
            case SIGNERS_OVER ->
                certificates.addAll(Collections.nCopies(Integer.parseInt(argument) + 1, certificate("CN=One", "V2")));
            case SIGNER_NAMED -> certificates.add(certificate("CN=" + argument.replace('_', ' '), "V2"));
            case LIBRARIES_WITHOUT -> libraries.add("lib/armeabi/libx.so");
            case USAGE_SHORTER -> usages.add(new UsageDescription("NSxUsageDescription", "x"));
            case PROBLEM -> problems.add(new FileProblem(argument, "", "a detail", false));
            case HOSTILE -> problems.add(new FileProblem("ZIP_BOMB", "", "a detail", true));
            case SDK_CATEGORY -> sdks.add(new EmbeddedSdk("an-sdk", argument, NAME, NAME));
            case SDKS_OVER ->
                sdks.addAll(Collections.nCopies(
                        Integer.parseInt(argument) + 1, new EmbeddedSdk("an-sdk", "push", NAME, NAME)));
            case UNDECLARED_OTHER_PERMISSION -> permissions.add("an.unknown.PERMISSION");
            case DECLARED_PERMISSION_ABSENT -> permissions.clear();
            case DECLARED_SDK_ABSENT -> absentSdks.add("an SDK");
            case NOTHING_DECLARED -> declared = Declared.NOTHING;
            case OTHER_PACKAGE -> packageName = "io.example.other";
            case OTHER_VERSION_NAME -> versionName = "2";
            case OTHER_VERSION_CODE -> versionCode = 6L;
            case OTHER_SYSTEM -> os = "IOS";
            case OTHER_SIGNER_THAN_PASSED, LOWER_VERSION_THAN_PASSED -> previous = Optional.of(passed());
        }
    }

    private PassedArtifact passed() {
        certificates.add(certificate("CN=New", "V2"));
        return new PassedArtifact(
                "bb".repeat(32),
                new ScreeningReport(
                        ScreeningState.DONE,
                        "2026-11.1",
                        1,
                        Instant.EPOCH,
                        1,
                        new ScreeningReport.PackageSummary("APK", "io.example", "9", 9L, 21, 34, false),
                        List.of(new ScreeningReport.Certificate("00".repeat(32), "", "CN=Old", List.of("V2"))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    private static Certificate certificate(String subject, String scheme) {
        return new Certificate("aa".repeat(32), "", "", "", subject, List.of(scheme));
    }

    private Sighting sighting() {
        PackageFacts facts = new PackageFacts(
                kind,
                packageName,
                versionName,
                versionCode,
                minSdk,
                targetSdk,
                debuggable,
                cleartext,
                certificates,
                permissions,
                components,
                libraries,
                usages,
                List.of(),
                problems);
        Subject subject = new Subject("aa".repeat(32), os, "io.example", "1", 5L);
        return new Sighting(facts, marks, sdks, absentSdks, subject, new Declarations(declared), previous);
    }
}
