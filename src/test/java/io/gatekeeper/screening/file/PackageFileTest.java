package io.gatekeeper.screening.file;

import static io.gatekeeper.screening.file.TestPackages.apk;
import static io.gatekeeper.screening.file.TestPackages.codes;
import static io.gatekeeper.screening.file.TestPackages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of packages that are what they seem to be. */
class PackageFileTest {

    @Test
    void readsAnAndroidPackage() {
        TestPackages.Heard heard = new TestPackages.Heard();

        PackageFacts facts = read(apk().bytes(), FileLimits.DEFAULT, heard);

        assertThat(facts.kind()).isEqualTo(FileKind.APK);
        assertThat(facts.packageName()).isEqualTo("io.example.app");
        assertThat(facts.versionName()).as("by way of the resource table").isEqualTo("1.2-beta");
        assertThat(facts.versionCode()).isEqualTo((1L << 32) + 7);
        assertThat(facts.minSdk()).isEqualTo(21);
        assertThat(facts.targetSdk()).isEqualTo(30);
        assertThat(facts.debuggable()).isTrue();
        assertThat(facts.cleartextTraffic()).isNull();
        assertThat(facts.permissions())
                .containsExactly("android.permission.CAMERA", "android.permission.READ_CONTACTS");
        assertThat(facts.components())
                .containsExactly(
                        new PackageComponent("ACTIVITY", "io.example.app.Main", true, "io.example.GUARD"),
                        new PackageComponent("SERVICE", "io.example.app.Worker", true, null));
        assertThat(facts.nativeLibraries()).containsExactly("lib/arm64-v8a/libnative.so");
        assertThat(codes(facts)).containsExactly("SIGNATURE_MISSING");
        assertThat(heard.terms)
                .contains(
                        "ENTRY assets/config.json",
                        "CLASS com.tracker.sdk.Agent",
                        "STRING Lcom/tracker/sdk/Agent;",
                        "STRING secret-of-the-app",
                        "STRING 1.2-beta",
                        "PERMISSION android.permission.CAMERA",
                        "COMPONENT io.example.app.Main",
                        "META_DATA io.example.KEY",
                        "NATIVE_LIBRARY libnative.so",
                        "RAW …https://collect.example/…",
                        "RAW {\"endpoint\":\"x\"}")
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotImplyThatAComponentIsExportedWhereThePlatformWantsItStated() {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", TestPackages.manifest(31));

        PackageFacts facts = read(zip.bytes());

        assertThat(facts.components().get(0).exported()).isFalse();
    }

    @Test
    void knowsAPartOfAnAppFromTheWhole() {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated(
                "AndroidManifest.xml",
                new ManifestWriter()
                        .open("manifest", "package", "io.example.app", "split", "config.zh")
                        .close("manifest")
                        .bytes());

        assertThat(read(zip.bytes()).kind()).isEqualTo(FileKind.SPLIT_APK);
    }

    @Test
    void readsTheMembersOfASetWhereTheyStand() {
        HandMadeZip zip = new HandMadeZip();
        zip.stored("base.apk", apk().bytes());
        zip.deflated("extra.apk", apk().bytes());
        TestPackages.Heard heard = new TestPackages.Heard();

        PackageFacts facts = read(zip.bytes(), FileLimits.DEFAULT, heard);

        assertThat(facts.kind()).isEqualTo(FileKind.APK_SET);
        assertThat(facts.packageName()).isEqualTo("io.example.app");
        assertThat(facts.permissions()).hasSize(2);
        assertThat(facts.problems().stream().map(FileProblem::where)).containsExactly("base.apk!/", "extra.apk!/");
        assertThat(heard.terms).contains("CLASS com.tracker.sdk.Agent");
    }

    @Test
    void readsTheManifestOfABundle() {
        // XmlNode { element { name: "manifest", attribute { name: "package", value: "io.example" } } }
        byte[] attribute = message(2, "package", 3, "io.example");
        byte[] element = join(message(3, "manifest"), new byte[] {4 << 3 | 2, (byte) attribute.length}, attribute);
        HandMadeZip zip = new HandMadeZip();
        zip.deflated(
                "base/manifest/AndroidManifest.xml", join(new byte[] {1 << 3 | 2, (byte) element.length}, element));
        zip.deflated("base/dex/classes.dex", TestPackages.dex("io.example.Main"));

        PackageFacts facts = read(zip.bytes());

        assertThat(facts.kind()).isEqualTo(FileKind.AAB);
        assertThat(facts.packageName()).isEqualTo("io.example");
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void hearsWhatStandsAcrossTwoBlocks() {
        String needle = "x".repeat(255) + "!";
        byte[] content = new byte[400_000];
        Arrays.fill(content, (byte) ' ');
        int at = (1 << 17) - 128;
        System.arraycopy(needle.getBytes(StandardCharsets.US_ASCII), 0, content, at, needle.length());
        HandMadeZip zip = apk();
        zip.stored("assets/long.txt", content);
        TestPackages.Heard heard = new TestPackages.Heard();

        read(zip.bytes(), FileLimits.DEFAULT, heard);

        assertThat(heard.terms).anyMatch(term -> term.startsWith("RAW") && term.contains(needle));
    }

    private static byte[] message(Object... fields) {
        List<byte[]> parts = new ArrayList<>();
        for (int one = 0; one < fields.length; one += 2) {
            byte[] text = fields[one + 1].toString().getBytes(StandardCharsets.UTF_8);
            parts.add(new byte[] {(byte) ((Integer) fields[one] << 3 | 2), (byte) text.length});
            parts.add(text);
        }
        return join(parts.toArray(new byte[0][]));
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
