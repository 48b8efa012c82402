package io.gatekeeper.screening;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A package of half a gigabyte, and how much memory a process needs to screen it beyond what it needs anyway. */
final class LargePackage {

    private static final Path FILE = Path.of("target/large-package.apk");
    private static final Path HONEST =
            Path.of("target/real-packages/package/apks/appium-uiautomator2-server-v10.6.6.apk");
    private static final long SIZE = 500_000_000;
    private static final int LIBRARY = 40_000_000;
    /** The largest dex file that is read, all but. */
    private static final int DEX = 60_000_000;

    private LargePackage() {}

    /** Screens with a heap of 256 MiB, after a small package has brought everything into memory that is needed anyway. */
    static void measureInAProcessOfItsOwn() throws IOException, InterruptedException {
        make();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ScreeningBench.class.getName(),
                        FILE.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the large package was not screened");
        }
        Files.delete(FILE);
    }

    static void measure(Path large) throws IOException {
        Indicators indicators = IndicatorSets.load(Optional.empty()).at(Instant.EPOCH);
        screen(HONEST, indicators);
        long base = resident("VmRSS");
        long startedAt = System.nanoTime();
        ScreeningReport report = screen(large, indicators);
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        System.out.printf(
                "package of %d MB: %.1f s, %.0f MB/s, %d MiB resident before, %d MiB at the peak, heap at most 256 MiB, %s%n",
                Files.size(large) / 1_000_000,
                seconds,
                Files.size(large) / 1e6 / seconds,
                base,
                resident("VmHWM"),
                report.state());
    }

    private static ScreeningReport screen(Path path, Indicators indicators) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return Screening.screen(
                    file,
                    indicators,
                    Instant.EPOCH,
                    new Subject("00".repeat(32), "ANDROID", null, null, null),
                    Declared.NOTHING,
                    Optional.empty());
        }
    }

    private static long resident(String which) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(which))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** The manifest and resources of the honest package, a large dex file, and native libraries up to the size. */
    private static void make() throws IOException {
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(FILE);
                ZipOutputStream zip = new ZipOutputStream(out);
                ZipInputStream honest = new ZipInputStream(Files.newInputStream(HONEST))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (ZipEntry entry = honest.getNextEntry(); entry != null; entry = honest.getNextEntry()) {
                if (List.of("AndroidManifest.xml", "resources.arsc").contains(entry.getName())) {
                    put(zip, entry.getName(), honest.readAllBytes());
                }
            }
            put(zip, "classes.dex", dex(random));
            byte[] library = new byte[LIBRARY];
            for (int number = 0; Files.size(FILE) < SIZE; number++) {
                random.nextBytes(library);
                put(zip, "lib/arm64-v8a/lib" + number + ".so", library);
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A dex file of strings of random letters. */
    private static byte[] dex(Random random) {
        int count = 1_000_000;
        ByteBuffer dex = ByteBuffer.allocate(DEX).order(ByteOrder.LITTLE_ENDIAN);
        dex.put("dex\n035\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        dex.putInt(0x20, DEX).putInt(0x24, 0x70).putInt(0x28, 0x12345678);
        dex.putInt(0x38, count).putInt(0x3c, 0x70);
        int at = 0x70 + 4 * count;
        int length = (DEX - at) / count - 2;
        for (int one = 0; one < count; one++) {
            dex.putInt(0x70 + 4 * one, at);
            dex.put(at++, (byte) length);
            for (int letter = 0; letter < length; letter++) {
                dex.put(at++, (byte) ('a' + random.nextInt(26)));
            }
            dex.put(at++, (byte) 0);
        }
        return dex.array();
    }
}
