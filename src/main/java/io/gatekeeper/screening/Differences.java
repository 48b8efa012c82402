package io.gatekeeper.screening;

import io.gatekeeper.screening.ScreeningReport.Certificate;
import io.gatekeeper.screening.ScreeningReport.Difference;
import io.gatekeeper.screening.ScreeningReport.Finding;
import io.gatekeeper.screening.file.PackageFacts;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares a report with that of the app's last passed artifact. */
final class Differences {

    private static final int SMALL_ADDITIONS = 5;
    private static final int SMALL_COMPONENTS = 20;

    private Differences() {}

    static Difference between(PassedArtifact passed, String sha256, ScreeningReport now) {
        ScreeningReport before = passed.report();
        boolean identical = passed.sha256().equals(sha256);
        boolean certificate = !signers(before).equals(signers(now));
        List<String> permissions = added(before.permissions(), now.permissions());
        List<String> sdks =
                added(names(before.sdks(), ScreeningReport.Sdk::name), names(now.sdks(), ScreeningReport.Sdk::name));
        List<String> components = added(components(before), components(now));
        List<String> findings =
                added(names(before.findings(), Finding::indicator), names(now.findings(), Finding::indicator));
        boolean small = before.state() == ScreeningState.DONE
                && now.state() == ScreeningState.DONE
                && !certificate
                && before.packageSummary() != null
                && before.packageSummary().name().equals(now.packageSummary().name())
                && permissions.size() + sdks.size() <= SMALL_ADDITIONS
                && components.size() <= SMALL_COMPONENTS
                && now.findings().stream()
                        .noneMatch(one -> one.severity() == Severity.CRITICAL && findings.contains(one.indicator()));
        return new Difference(
                passed.sha256(),
                identical,
                certificate,
                permissions,
                added(now.permissions(), before.permissions()),
                sdks,
                added(names(now.sdks(), ScreeningReport.Sdk::name), names(before.sdks(), ScreeningReport.Sdk::name)),
                components,
                added(components(now), components(before)),
                findings,
                identical || small,
                identical ? List.of() : topics(small, permissions, sdks, components, findings, now));
    }

    /** Of a file that differs the behaviour may always be another one; the rest is looked at where something was added. */
    private static List<CheckTopic> topics(
            boolean small,
            List<String> permissions,
            List<String> sdks,
            List<String> components,
            List<String> findings,
            ScreeningReport now) {
        if (!small) {
            return List.of(CheckTopic.values());
        }
        Set<CheckTopic> topics = EnumSet.of(CheckTopic.BEHAVIOUR);
        if (!permissions.isEmpty()) {
            topics.add(CheckTopic.PERMISSIONS);
        }
        if (!sdks.isEmpty()) {
            topics.add(CheckTopic.SDKS);
        }
        if (!components.isEmpty()) {
            topics.add(CheckTopic.COMPONENTS);
        }
        boolean information = now.findings().stream()
                .anyMatch(one ->
                        findings.contains(one.indicator()) && one.problem().startsWith("PI_"));
        if (!permissions.isEmpty() || !sdks.isEmpty() || information) {
            topics.add(CheckTopic.PERSONAL_INFORMATION);
        }
        return List.copyOf(topics);
    }

    /** Whether the signers of a file are others than those of a report; unknown signers are others, too. */
    static boolean certificateChanged(ScreeningReport before, PackageFacts now) {
        Set<String> signers = now.certificates().stream()
                .map(io.gatekeeper.screening.file.Certificate::sha256)
                .collect(Collectors.toSet());
        return !signers(before).equals(signers);
    }

    private static Set<String> signers(ScreeningReport report) {
        return report.certificates().stream().map(Certificate::sha256).collect(Collectors.toSet());
    }

    private static List<String> components(ScreeningReport report) {
        return names(report.components(), one -> one.type() + " " + one.name() + (one.exported() ? " exported" : ""));
    }

    private static <T> List<String> names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).toList();
    }

    private static List<String> added(Collection<String> before, Collection<String> after) {
        Set<String> added = new TreeSet<>(after);
        added.removeAll(Set.copyOf(before));
        return List.copyOf(added);
    }
}
