package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.screening.file.HandMadeZip;
import io.gatekeeper.screening.file.RealPackages;
import io.gatekeeper.screening.file.TestPackages;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thousand mutated packages: each has a report in time, and what differs in it is told. */
class MutatedScreeningTest {

    private static final long SEED = 20211124;
    private static final long TEN_SECONDS = 10_000_000_000L;

    @Test
    void reportsOnSixHundredPackagesWhoseEntriesWereSpliced() {
        Random random = new Random(SEED);
        for (int time = 0; time < 600; time++) {
            assertTold(spliced(random).bytes(), time);
        }
    }

    @Test
    void reportsOnFourHundredMutationsOfASignedPackage() {
        byte[] signed = RealPackages.bytes(RealPackages.SMALL);
        assertThat(ScreeningTest.indicators(report(signed))).noneMatch(one -> one.startsWith("file."));
        Random random = new Random(SEED);
        for (int time = 0; time < 400; time++) {
            assertTold(mutated(signed, random), time);
        }
    }

    private static void assertTold(byte[] mutated, int time) {
        long startedAt = System.nanoTime();

        ScreeningReport report = report(mutated);

        assertThat(System.nanoTime() - startedAt).as("mutation " + time).isLessThan(TEN_SECONDS);
        assertThat(ScreeningTest.indicators(report))
                .as("mutation " + time)
                .anyMatch(one -> one.startsWith("file."))
                .doesNotContain("file.unreadable");
    }

    private static ScreeningReport report(byte[] file) {
        return ScreeningTest.screen(file, Declared.NOTHING, Optional.empty());
    }

    /** The made package is unsigned, so at least that is told of it; more when an entry lies. */
    private static HandMadeZip spliced(Random random) {
        HandMadeZip zip = TestPackages.apk();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            HandMadeZip.Part one = zip.parts.get(random.nextInt(zip.parts.size()));
            HandMadeZip.Part other = zip.parts.get(random.nextInt(zip.parts.size()));
            switch (random.nextInt(7)) {
                case 0 -> zip.deflated(one.name, other.content);
                case 1 -> one.localName = other.name;
                case 2 -> one.size = (long) random.nextInt(1 << 20);
                case 3 -> zip.parts.remove(one);
                case 4 -> one.method = random.nextInt(20);
                case 5 -> zip.stored(one.name, Arrays.copyOf(other.content, random.nextInt(other.content.length + 1)));
                default -> one.flags = random.nextInt(1 << 12);
            }
            if (zip.parts.isEmpty()) {
                zip.stored("x", new byte[1]);
            }
        }
        return zip;
    }

    private static byte[] mutated(byte[] honest, Random random) {
        byte[] bytes = honest.clone();
        switch (random.nextInt(3)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int length = 16 + random.nextInt(4_096);
                System.arraycopy(
                        honest,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
        }
        return bytes;
    }
}
