package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gatekeeper.screening.ScreeningReport.Mismatch;
import io.gatekeeper.screening.file.HandMadeZip;
import io.gatekeeper.screening.file.ManifestWriter;
import io.gatekeeper.screening.file.RealPackages;
import io.gatekeeper.screening.file.TestPackages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says of a file, of what was declared of it, and of what the app was before. */
class ScreeningTest {

    static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    static final Indicators BUILT_IN = IndicatorSets.load(Optional.empty()).at(NOW);

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

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

    @Test
    void saysNothingOfAPermissionThatWasDeclaredByItsShortName() {
        ScreeningReport report = screen(TestPackages.apk(), declared(List.of("CAMERA", "RECORD_AUDIO"), List.of()));

        assertThat(report.permissions())
                .containsExactly("android.permission.CAMERA", "android.permission.READ_CONTACTS");
        assertThat(report.presentButUndeclared())
                .containsExactly(new Mismatch(Mismatch.What.PERMISSION, "android.permission.READ_CONTACTS"));
        assertThat(report.declaredButAbsent()).containsExactly(new Mismatch(Mismatch.What.PERMISSION, "RECORD_AUDIO"));
        assertThat(indicators(report))
                .doesNotContain("permission.android.permission.CAMERA")
                .contains("permission.android.permission.READ_CONTACTS", "declared.permission-absent");
    }

    @Test
    void isSatisfiedWhenTheInformationThatAnInterfaceReadsWasDeclared() {
        HandMadeZip zip = TestPackages.apk();
        zip.deflated(
                "classes2.dex", TestPackages.dex("android.provider.ContactsContract$Contacts", "io.example.Other"));
        Declared contacts =
                new Declared(List.of(), List.of(), List.of(new Declared.Information("用户通讯录", "加好友")), List.of());

        assertThat(indicators(screen(zip, ScreeningTest.declared(List.of("CAMERA"), List.of()))))
                .contains("api.contacts-provider");
        assertThat(indicators(screen(zip, contacts))).doesNotContain("api.contacts-provider");
    }

    @Test
    void putsTheHeaviestFindingFirst() {
        ScreeningReport report = screen(TestPackages.apk(), Declared.NOTHING);

        assertThat(report.findings().stream().map(one -> one.severity().ordinal()))
                .isSortedAccordingTo((one, other) -> other - one);
        assertThat(indicators(report)).contains("package.debuggable", "file.signature-missing", "declared.nothing");
    }

    @Test
    void failsWhenTheFileIsNoPackage() {
        ScreeningReport report = screen(new byte[100], Declared.NOTHING, Optional.empty());

        assertThat(report.state()).isEqualTo(ScreeningState.FAILED);
        assertThat(report.packageSummary()).isNull();
        assertThat(indicators(report)).containsExactly("file.unknown");
    }

    @Test
    void tellsThatTheFileIsAnotherAppThanWasSubmitted() {
        Subject other = new Subject("aa".repeat(32), "IOS", "io.example.other", "9", 9L);

        ScreeningReport report = Screening.screen(
                TestPackages.channel(TestPackages.apk().bytes()),
                BUILT_IN,
                NOW,
                other,
                Declared.NOTHING,
                Optional.empty());

        assertThat(indicators(report))
                .contains(
                        "package.other-package",
                        "package.other-version-name",
                        "package.other-version-code",
                        "package.other-system");
    }

    @Test
    void proposesNoTestForTheVeryFileThatPassed() {
        byte[] file = TestPackages.apk().bytes();
        ScreeningReport passed = screen(file, Declared.NOTHING, Optional.empty());

        ScreeningReport.Difference difference = screen(
                        file, Declared.NOTHING, Optional.of(new PassedArtifact(SUBJECT.sha256(), passed)))
                .difference();

        assertThat(difference.identical()).isTrue();
        assertThat(difference.small()).isTrue();
        assertThat(difference.proposedTopics()).isEmpty();
    }

    @Test
    void proposesWhatASmallDifferenceTouches() {
        ScreeningReport passed = screen(TestPackages.apk().bytes(), Declared.NOTHING, Optional.empty());
        HandMadeZip zip = TestPackages.apk();
        zip.deflated("classes2.dex", TestPackages.dex("com.umeng.analytics.MobclickAgent"));

        ScreeningReport.Difference difference = screen(
                        zip.bytes(), Declared.NOTHING, Optional.of(new PassedArtifact("bb".repeat(32), passed)))
                .difference();

        assertThat(difference.identical()).isFalse();
        assertThat(difference.small()).isTrue();
        assertThat(difference.newSdks()).containsExactly("友盟统计");
        assertThat(difference.newPermissions()).isEmpty();
        assertThat(difference.newFindings()).contains("sdk.umeng-analytics.1");
        assertThat(difference.proposedTopics())
                .containsExactlyInAnyOrder(CheckTopic.BEHAVIOUR, CheckTopic.SDKS, CheckTopic.PERSONAL_INFORMATION);
    }

    @Test
    void proposesAWholeTestWhenTheSignerChanged() {
        ScreeningReport now = screen(TestPackages.apk().bytes(), Declared.NOTHING, Optional.empty());
        ScreeningReport signed = new ScreeningReport(
                now.state(),
                now.indicatorSet(),
                now.indicatorsEvaluated(),
                now.screenedAt(),
                now.tookMillis(),
                now.packageSummary(),
                List.of(new ScreeningReport.Certificate("cc".repeat(32), "", "CN=Old", List.of("V2"))),
                now.permissions(),
                now.sdks(),
                now.components(),
                now.declaredButAbsent(),
                now.presentButUndeclared(),
                now.findings(),
                null);

        ScreeningReport report = screen(
                TestPackages.apk().bytes(), Declared.NOTHING, Optional.of(new PassedArtifact("bb".repeat(32), signed)));

        assertThat(report.difference().certificateChanged()).isTrue();
        assertThat(report.difference().small()).isFalse();
        assertThat(report.difference().proposedTopics()).containsExactly(CheckTopic.values());
        assertThat(indicators(report)).contains("package.other-signer");
    }

    @Test
    void readsBackFromItsOwnJson() throws JsonProcessingException {
        ScreeningReport alone = screen(TestPackages.apk().bytes(), Declared.NOTHING, Optional.empty());
        ScreeningReport report = screen(
                TestPackages.apk().bytes(), Declared.NOTHING, Optional.of(new PassedArtifact("bb".repeat(32), alone)));

        String text = JSON.writeValueAsString(report);

        assertThat(JSON.readValue(text, ScreeningReport.class)).isEqualTo(report);
        assertThat(JSON.readTree(text).path("package").path("name").asText()).isEqualTo("io.example.app");
    }

    @Test
    void keepsWhatAStrangerWroteShortAndPlain() throws JsonProcessingException {
        ManifestWriter manifest =
                new ManifestWriter().open("manifest", "package", "io.nul\0.example", "versionName", "😀".repeat(1_000));
        for (int one = 0; one < 1_500; one++) {
            manifest.open("uses-permission", "name", "a.b\u001b[31m." + one).close("uses-permission");
        }
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", manifest.close("manifest").bytes());
        zip.stored("nul\0.txt", new byte[1]);

        ScreeningReport report = screen(zip, Declared.NOTHING);

        assertThat(report.packageSummary().name()).isEqualTo("io.nul\ufffd.example");
        assertThat(report.packageSummary().versionName()).isEqualTo("😀".repeat(299) + "…");
        assertThat(report.permissions()).hasSize(ScreeningReport.MAX_PERMISSIONS);
        assertThat(JSON.writeValueAsString(report)).doesNotContain("\\u00", "\0", "\u001b");
        assertThat(indicators(report)).contains("file.zip-path", "package.permissions-60");
    }

    /** As docs/screening.md shows it. */
    @Test
    void screensARealPackage() {
        ScreeningReport report = Screening.screen(
                TestPackages.channel(RealPackages.bytes(RealPackages.LARGE)),
                BUILT_IN,
                NOW,
                new Subject("aa".repeat(32), "ANDROID", "io.appium.uiautomator2.server", "10.6.6", 278L),
                declared(
                        List.of(
                                "INTERNET",
                                "ACCESS_NETWORK_STATE",
                                "WAKE_LOCK",
                                "BLUETOOTH",
                                "BLUETOOTH_SCAN",
                                "CAMERA"),
                        List.of()),
                Optional.empty());

        assertThat(report.state()).isEqualTo(ScreeningState.DONE);
        assertThat(report.sdks()).isEmpty();
        assertThat(report.declaredButAbsent()).containsExactly(new Mismatch(Mismatch.What.PERMISSION, "CAMERA"));
        assertThat(report.presentButUndeclared()).hasSize(4);
        assertThat(indicators(report))
                .contains("package.debuggable", "package.test-key", "api.clipboard-read", "combination.apps-internet")
                .noneMatch(one -> one.startsWith("file."));
    }

    static List<String> indicators(ScreeningReport report) {
        return report.findings().stream()
                .map(ScreeningReport.Finding::indicator)
                .toList();
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
