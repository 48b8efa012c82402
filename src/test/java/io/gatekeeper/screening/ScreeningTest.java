package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.screening.ScreeningReport.Mismatch;
import io.gatekeeper.screening.file.HandMadeZip;
import io.gatekeeper.screening.file.TestPackages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says of a file, of what was declared of it, and of what the app was before. */
class ScreeningTest {

    static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    static final Indicators BUILT_IN = IndicatorSets.load(Optional.empty()).at(NOW);

    private static final Subject SUBJECT =
            new Subject("aa".repeat(32), "ANDROID", "io.example.app", "1.2-beta", (1L << 32) + 7);

    @Test
    void namesAnEmbeddedSdkAndThatItWasNotDeclared() {
        HandMadeZip zip = TestPackages.apk();
        zip.deflated("classes2.dex", TestPackages.dex("com.umeng.analytics.MobclickAgent"));

        ScreeningReport report = screen(zip, Declared.NOTHING);

        assertThat(report.state()).isEqualTo(ScreeningState.DONE);
        assertThat(report.packageSummary().name()).isEqualTo("io.example.app");
        assertThat(report.sdks())
                .containsExactly(new ScreeningReport.Sdk("友盟统计", "友盟", "com.umeng.analytics (classes2.dex)"));
        assertThat(report.presentButUndeclared()).contains(new Mismatch(Mismatch.What.SDK, "友盟统计"));
        assertThat(report.findings())
                .anyMatch(one -> one.indicator().equals("sdk.umeng-analytics.1")
                        && one.problem().equals("SDK_INFO_INSUFFICIENT")
                        && one.message().zh().contains("友盟统计")
                        && one.message().en().contains("U-App"));
    }

    @Test
    void findsNothingWrongWithAnSdkThatWasDeclared() {
        HandMadeZip zip = TestPackages.apk();
        zip.deflated("classes2.dex", TestPackages.dex("com.umeng.analytics.MobclickAgent"));

        ScreeningReport report = screen(zip, declared(List.of(), List.of("友盟统计SDK", "Bugly")));

        assertThat(report.sdks()).hasSize(1);
        assertThat(report.findings()).noneMatch(one -> one.indicator().startsWith("sdk."));
        assertThat(report.declaredButAbsent())
                .as("an SDK that would have been recognised")
                .containsExactly(new Mismatch(Mismatch.What.SDK, "Bugly"));
    }

    static ScreeningReport screen(HandMadeZip zip, Declared declared) {
        return screen(zip.bytes(), declared, Optional.empty());
    }

    static ScreeningReport screen(byte[] file, Declared declared, Optional<PassedArtifact> previous) {
        return Screening.screen(TestPackages.channel(file), BUILT_IN, NOW, SUBJECT, declared, previous);
    }

    static Declared declared(List<String> permissions, List<String> sdks) {
        return new Declared(
                permissions.stream()
                        .map(one -> new Declared.Permission(one, "its purpose"))
                        .toList(),
                sdks.stream()
                        .map(one -> new Declared.Sdk(one, "its provider", "its purpose", List.of()))
                        .toList(),
                List.of(),
                List.of());
    }
}
