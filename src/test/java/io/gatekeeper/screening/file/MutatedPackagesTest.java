package io.gatekeeper.screening.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thousand broken packages: none may throw or hang, and none that differs in what counts may pass for whole. */
class MutatedPackagesTest {

    private static final long SEED = 20211124;

    @Test
    void readsAThousandMutationsOfAMadePackage() {
        mutate(TestPackages.apk().bytes(), 1_000);
    }

    @Test
    void readsMutationsOfARealPackage() {
        mutate(RealPackages.bytes(RealPackages.SMALL), 1_000);
    }

    private static void mutate(byte[] honest, int times) {
        PackageFacts whole = TestPackages.read(honest);
        Random random = new Random(SEED);
        int silent = 0;
        for (int time = 0; time < times; time++) {
            byte[] mutated = mutate(honest, random);
            long startedAt = System.nanoTime();

            PackageFacts facts = TestPackages.read(mutated);

            assertThat(System.nanoTime() - startedAt).as("mutation " + time).isLessThan(10_000_000_000L);
            assertThat(facts.problems())
                    .as("mutation " + time)
                    .noneMatch(one -> one.code().equals("FILE_UNREADABLE"));
            if (facts.problems().equals(whole.problems())) {
                silent++;
                assertThat(facts).as("mutation " + time + " is not told of").isEqualTo(whole);
            }
        }
        // Of those that nothing was said of, each is in a place that no reader looks at, as a date.
        assertThat(silent).isLessThan(times / 10);
    }

    private static byte[] mutate(byte[] honest, Random random) {
        byte[] bytes = honest.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> {
                int length = 1 + random.nextInt(Math.min(4_096, bytes.length / 2));
                System.arraycopy(
                        honest,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
            default -> {
                // Near the end stand the directory and its end record, which everything rests on.
                int from = Math.max(0, bytes.length - 600);
                for (int values = 1 + random.nextInt(4); values > 0; values--) {
                    bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }
}
