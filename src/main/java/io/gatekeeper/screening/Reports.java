package io.gatekeeper.screening;

import io.gatekeeper.screening.ScreeningReport.Component;
import io.gatekeeper.screening.ScreeningReport.Finding;
import io.gatekeeper.screening.ScreeningReport.Mismatch;
import io.gatekeeper.screening.ScreeningReport.PackageSummary;
import io.gatekeeper.screening.file.PackageFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the report of what was seen of a file: pure, so that the same file and set say the same in next year's hearing. */
final class Reports {

    private final Indicators indicators;
    private final Sighting sighting;
    private final Map<EmbeddedSdk, String> sdks = new LinkedHashMap<>();

    private Reports(Indicators indicators, Sighting seen) {
        this.indicators = indicators;
        for (Indicator one : indicators.all()) {
            if (one.sdk() != null && !sdks.containsKey(one.sdk())) {
                String evidence = one.evidence(seen);
                if (evidence != null) {
                    sdks.put(one.sdk(), Plain.text(evidence));
                }
            }
        }
        this.sighting = seen.withSdks(List.copyOf(sdks.keySet()), absentSdks(seen));
    }

    /** A declared SDK is absent only when it is one that would have been recognised. */
    private List<String> absentSdks(Sighting seen) {
        if (seen.facts().packageName() == null) {
            return List.of();
        }
        Collection<EmbeddedSdk> known = indicators.knownSdks();
        return seen.declarations().sdks().stream()
                .distinct()
                .filter(one -> sdks.keySet().stream().noneMatch(found -> Declarations.sameSdk(one, found)))
                .filter(one -> known.stream().anyMatch(sdk -> Declarations.sameSdk(one, sdk)))
                .toList();
    }

    static ScreeningReport of(Indicators indicators, Sighting seen, Instant screenedAt, long tookMillis) {
        ScreeningReport alone = new Reports(indicators, seen).report(screenedAt, tookMillis);
        return seen.previous()
                .map(passed ->
                        alone.with(Differences.between(passed, seen.subject().sha256(), alone)))
                .orElse(alone);
    }

    private ScreeningReport report(Instant screenedAt, long tookMillis) {
        PackageFacts facts = sighting.facts();
        return new ScreeningReport(
                state(facts),
                indicators.version(),
                indicators.all().size(),
                screenedAt,
                tookMillis,
                facts.packageName() == null ? null : summary(facts),
                facts.certificates().stream()
                        .map(one -> new ScreeningReport.Certificate(
                                one.sha256(), one.publicKeyMd5(), Plain.text(one.subject()), one.schemes()))
                        .toList(),
                Plain.texts(sighting.permissions(), ScreeningReport.MAX_PERMISSIONS),
                sdks.entrySet().stream()
                        .map(one -> new ScreeningReport.Sdk(
                                one.getKey().name().zh(),
                                one.getKey().provider().zh(),
                                one.getValue()))
                        .toList(),
                facts.components().stream()
                        .limit(ScreeningReport.MAX_COMPONENTS)
                        .map(one -> new Component(one.type(), Plain.text(one.name()), one.exported()))
                        .toList(),
                declaredButAbsent(),
                presentButUndeclared(),
                findings(),
                null);
    }

    private static ScreeningState state(PackageFacts facts) {
        boolean cut = facts.problems().stream().anyMatch(one -> one.code().startsWith("LIMIT_"));
        return facts.packageName() == null || cut ? ScreeningState.FAILED : ScreeningState.DONE;
    }

    private static PackageSummary summary(PackageFacts facts) {
        return new PackageSummary(
                facts.kind().name(),
                Plain.text(facts.packageName()),
                Plain.text(facts.versionName()),
                facts.versionCode(),
                facts.minSdk(),
                facts.targetSdk(),
                facts.debuggable());
    }

    private List<Mismatch> declaredButAbsent() {
        if (sighting.facts().packageName() == null) {
            return List.of();
        }
        List<Mismatch> absent = new ArrayList<>();
        sighting.declarations().permissions().stream()
                .filter(one ->
                        sighting.permissions().stream().noneMatch(found -> Declarations.samePermission(one, found)))
                .forEach(one -> absent.add(new Mismatch(Mismatch.What.PERMISSION, one)));
        sighting.absentSdks().forEach(one -> absent.add(new Mismatch(Mismatch.What.SDK, one)));
        return absent.stream().distinct().toList();
    }

    private List<Mismatch> presentButUndeclared() {
        List<Mismatch> undeclared = new ArrayList<>();
        sighting.permissions().stream()
                .filter(one -> !sighting.declarations().permission(one))
                .limit(ScreeningReport.MAX_PERMISSIONS)
                .forEach(one -> undeclared.add(new Mismatch(Mismatch.What.PERMISSION, Plain.text(one))));
        sdks.keySet().stream()
                .filter(one -> !sighting.declarations().sdk(one))
                .forEach(one -> undeclared.add(
                        new Mismatch(Mismatch.What.SDK, one.name().zh())));
        return undeclared;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Indicator one : indicators.all()) {
            String evidence = one.evidence(sighting);
            if (evidence != null
                    && !one.unless().declared(sighting.declarations())
                    && (one.about() == null || told.add(one.about()))) {
                findings.add(new Finding(one.id(), one.problem(), one.severity(), one.message(), Plain.text(evidence)));
            }
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::indicator));
        return findings;
    }
}
