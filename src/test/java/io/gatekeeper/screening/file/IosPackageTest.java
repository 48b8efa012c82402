package io.gatekeeper.screening.file;

import static io.gatekeeper.screening.file.TestPackages.codes;
import static io.gatekeeper.screening.file.TestPackages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is read of the property lists of an iOS package. */
class IosPackageTest {

    private static final String DOCTYPE = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";
    private static final String INFO = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + DOCTYPE
            + "<plist version=\"1.0\"><dict><key>CFBundleIdentifier</key><string>io.example.ios</string>"
            + "<key>CFBundleShortVersionString</key><string>3.1</string><key>CFBundleVersion</key><string>42</string>"
            + "<key>MinimumOSVersion</key><string>14.0</string>"
            + "<key>NSCameraUsageDescription</key><string>扫一扫</string>"
            + "<key>NSAppTransportSecurity</key><dict><key>NSAllowsArbitraryLoads</key><true/></dict>"
            + "</dict></plist>";

    @Test
    void readsAnIosPackage() {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("Payload/Example.app/Info.plist", utf8(INFO));
        zip.deflated(
                "Payload/Example.app/embedded.mobileprovision",
                utf8("signed…<?xml version=\"1.0\"?><plist><dict><key>Entitlements</key><dict>"
                        + "<key>aps-environment</key><string>production</string></dict></dict></plist>…"));
        zip.stored("Payload/Example.app/Frameworks/Tracker.framework/Tracker", utf8("machine code"));
        TestPackages.Heard heard = new TestPackages.Heard();

        PackageFacts facts = read(zip.bytes(), FileLimits.DEFAULT, heard);

        assertThat(facts.kind()).isEqualTo(FileKind.IPA);
        assertThat(facts.packageName()).isEqualTo("io.example.ios");
        assertThat(facts.versionName()).isEqualTo("3.1");
        assertThat(facts.versionCode()).isEqualTo(42);
        assertThat(facts.cleartextTraffic()).isTrue();
        assertThat(facts.usageDescriptions()).containsExactly(new UsageDescription("NSCameraUsageDescription", "扫一扫"));
        assertThat(facts.entitlements()).containsExactly("aps-environment");
        assertThat(facts.problems()).isEmpty();
        assertThat(heard.terms).contains("PLIST_KEY NSCameraUsageDescription", "STRING 扫一扫", "NATIVE_LIBRARY Tracker");
    }

    @Test
    void readsABinaryPropertyList() {
        byte[] key = utf8("CFBundleIdentifier");
        byte[] text = utf8("io.example.ios");
        ByteArrayOutputStream objects = new ByteArrayOutputStream();
        objects.writeBytes(new byte[] {(byte) 0xd1, 1, 2, 0x5f, 0x10, (byte) key.length});
        objects.writeBytes(key);
        objects.writeBytes(new byte[] {(byte) (0x50 | text.length)});
        objects.writeBytes(text);

        PackageFacts facts = info(binary(objects.toByteArray(), 8, 11, 14 + key.length));

        assertThat(facts.packageName()).isEqualTo("io.example.ios");
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void unfoldsNoListThatHoldsItselfTwice() {
        // Forty lists, each holding the next one twice: a million million values in two hundred bytes
        byte[] objects = new byte[3 * 40];
        int[] offsets = new int[40];
        for (int one = 0; one < 40; one++) {
            offsets[one] = 8 + 3 * one;
            objects[3 * one] = (byte) 0xa2;
            objects[3 * one + 1] = (byte) Math.min(39, one + 1);
            objects[3 * one + 2] = (byte) Math.min(39, one + 1);
        }

        assertThat(info(binary(objects, offsets)).problems())
                .anyMatch(one -> one.code().equals("PLIST_BROKEN") && one.hostile());
    }

    @Test
    void resolvesNoEntity() {
        String evil = INFO.replace(DOCTYPE, "<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>")
                .replace("io.example.ios", "&x;");

        PackageFacts facts = info(utf8(evil));

        assertThat(facts.packageName()).isNull();
        assertThat(codes(facts)).containsExactly("PLIST_BROKEN");
    }

    @Test
    void descendsNoDeeperThanTheLimit() {
        assertThat(codes(info(utf8("<plist>" + "<array>".repeat(100_000))))).containsExactly("PLIST_BROKEN");
    }

    private static PackageFacts info(byte[] list) {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("Payload/Example.app/Info.plist", list);
        return read(zip.bytes());
    }

    private static byte[] binary(byte[] objects, int... offsets) {
        ByteBuffer list = ByteBuffer.allocate(8 + objects.length + offsets.length + 32);
        list.put(utf8("bplist00")).put(objects);
        for (int offset : offsets) {
            list.put((byte) offset);
        }
        list.position(list.position() + 6);
        list.put((byte) 1).put((byte) 1).putLong(offsets.length).putLong(0).putLong(8L + objects.length);
        return list.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
