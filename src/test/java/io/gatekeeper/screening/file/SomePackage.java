package io.gatekeeper.screening.file;

import io.gatekeeper.testing.SomeFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** A small package for the tests of other features; no two are the same file. */
public final class SomePackage {

    private SomePackage() {}

    /** {@code io.example.app}, with the permissions CAMERA and READ_CONTACTS and an exported service. */
    public static SomeFile any() {
        HandMadeZip zip = TestPackages.apk();
        zip.stored("assets/unique", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        byte[] content = zip.bytes();
        return new SomeFile(HexFormat.of().formatHex(SomeFile.digest().digest(content)), content);
    }
}
