package io.gatekeeper.screening.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packages made by code, and a way to read them. */
public final class TestPackages {

    public static final Terms DEAF = (kind, where, bytes, from, to) -> {};

    private TestPackages() {}

    /** What was heard, each as its kind and text. */
    public static final class Heard implements Terms {
        final List<String> terms = new ArrayList<>();

        @Override
        public void term(TermKind kind, String where, byte[] bytes, int from, int to) {
            terms.add(kind + " " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    public static PackageFacts read(byte[] file) {
        return read(file, FileLimits.DEFAULT, DEAF);
    }

    public static PackageFacts read(byte[] file, FileLimits limits, Terms terms) {
        return PackageFile.read(channel(file), limits, terms);
    }

    public static SeekableByteChannel channel(byte[] file) {
        return new WindowChannel(FileBytes.of(new Bytes("", "", file, file.length)), 0, file.length);
    }

    public static List<String> codes(PackageFacts facts) {
        return facts.problems().stream().map(FileProblem::code).toList();
    }

    public static byte[] manifest(int targetSdk) {
        return new ManifestWriter()
                .open(
                        "manifest",
                        "package",
                        "io.example.app",
                        "versionName",
                        new ManifestWriter.Reference(0x7f010000),
                        "versionCode",
                        7,
                        "versionCodeMajor",
                        1)
                .open("uses-sdk", "minSdkVersion", 21, "targetSdkVersion", targetSdk)
                .close("uses-sdk")
                .open("uses-permission", "name", "android.permission.CAMERA")
                .close("uses-permission")
                .open("uses-permission-sdk-23", "name", "android.permission.READ_CONTACTS")
                .close("uses-permission-sdk-23")
                .open("application", "debuggable", true, "permission", "io.example.GUARD")
                .open("meta-data", "name", "io.example.KEY", "value", "secret-of-the-app")
                .close("meta-data")
                .open("activity", "name", ".Main")
                .open("intent-filter")
                .close("intent-filter")
                .close("activity")
                .open("service", "name", "Worker", "exported", true, "permission", "")
                .close("service")
                .close("application")
                .close("manifest")
                .bytes();
    }

    public static HandMadeZip apk() {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", manifest(30));
        zip.stored("resources.arsc", ManifestWriter.resources("1.2-beta"));
        zip.deflated("classes.dex", dex("io.example.app.Main", "com.tracker.sdk.Agent"));
        zip.stored("lib/arm64-v8a/libnative.so", "…https://collect.example/…".getBytes(StandardCharsets.UTF_8));
        zip.deflated("assets/config.json", "{\"endpoint\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        return zip;
    }

    /** A dex file that defines these classes and nothing in them. */
    public static byte[] dex(String... classes) {
        int count = classes.length;
        int strings = 0x70;
        int types = strings + 4 * count;
        int definitions = types + 4 * count;
        int texts = definitions + 32 * count;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer dex = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int one = 0; one < count; one++) {
            String descriptor = "L" + classes[one].replace('.', '/') + ";";
            dex.putInt(strings + 4 * one, texts + text.size());
            dex.putInt(types + 4 * one, one);
            dex.putInt(definitions + 32 * one, one);
            text.write(descriptor.length());
            text.writeBytes(descriptor.getBytes(StandardCharsets.UTF_8));
            text.write(0);
        }
        int size = texts + text.size();
        dex.put("dex\n035\0".getBytes(StandardCharsets.US_ASCII));
        dex.putInt(0x20, size).putInt(0x24, 0x70).putInt(0x28, 0x12345678);
        dex.putInt(0x38, count).putInt(0x3c, strings).putInt(0x40, count).putInt(0x44, types);
        dex.putInt(0x60, count).putInt(0x64, definitions);
        dex.position(texts).put(text.toByteArray());
        byte[] bytes = new byte[size];
        dex.get(0, bytes);
        return bytes;
    }
}
