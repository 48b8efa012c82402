package io.gatekeeper.screening.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signed packages that were not made here, fetched once into target by npm; tests that need them are skipped without. */
public final class RealPackages {

    public static final String SMALL = "appium-uiautomator2-server-debug-androidTest.apk";
    public static final String LARGE = "appium-uiautomator2-server-v10.6.6.apk";

    private static final String PACKED = "appium-uiautomator2-server-10.6.6.tgz";
    private static final String PACKED_SHA_256 = "c0ddd247106d51d41749ae3aeb1818df18f46735020ae464f525d016e96f2fe9";
    private static final Path DIRECTORY = Path.of("target", "real-packages");

    private RealPackages() {}

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static synchronized Path path(String name) {
        Path unpacked = DIRECTORY.resolve("package/apks").resolve(name);
        try {
            if (!Files.exists(DIRECTORY.resolve(PACKED))) {
                Files.createDirectories(DIRECTORY);
                run(List.of("npm", "pack", "appium-uiautomator2-server@10.6.6"));
            }
            byte[] packed = Files.readAllBytes(DIRECTORY.resolve(PACKED));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(packed)))
                    .as("the package that was compared with the other tools")
                    .isEqualTo(PACKED_SHA_256);
            if (!Files.exists(unpacked)) {
                run(List.of("tar", "xzf", PACKED));
            }
            return unpacked;
        } catch (IOException e) {
            return abort("the real packages cannot be fetched: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Path log = Files.createTempFile("real-packages", ".log");
        Process process = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        command.get(0) + ": " + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(log);
        }
    }
}
