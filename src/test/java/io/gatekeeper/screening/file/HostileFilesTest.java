package io.gatekeeper.screening.file;

import static io.gatekeeper.screening.file.TestPackages.apk;
import static io.gatekeeper.screening.file.TestPackages.codes;
import static io.gatekeeper.screening.file.TestPackages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to fool, exhaust or break their reader. */
class HostileFilesTest {

    private static final byte[] TEXT = "a text".getBytes(StandardCharsets.US_ASCII);

    @Test
    void tellsABombByItsRatio() {
        hostile("ZIP_BOMB", zip -> zip.deflated("assets/zeros", new byte[64 << 20]));
    }

    @Test
    void stopsAtTheLimitOfAllEntriesTogether() {
        HandMadeZip zip = apk();
        zip.stored("assets/one", new byte[600_000]);
        zip.stored("assets/two", new byte[600_000]);

        PackageFacts facts = read(zip.bytes(), limits(1_000_000, 100, Duration.ofSeconds(30)), TestPackages.DEAF);

        assertThat(codes(facts)).contains("LIMIT_INFLATED").doesNotContain("SIGNATURE_MISSING");
        assertThat(facts.packageName()).as("what was read before").isEqualTo("io.example.app");
    }

    @Test
    void stopsAtTheDeadline() {
        PackageFacts facts = read(apk().bytes(), limits(1_000_000, 100, Duration.ZERO), TestPackages.DEAF);

        assertThat(codes(facts)).containsExactly("LIMIT_TIME");
    }

    @Test
    void readsNoMoreEntriesThanTheLimit() {
        PackageFacts facts = read(apk().bytes(), limits(1_000_000, 3, Duration.ofSeconds(30)), TestPackages.DEAF);

        assertThat(codes(facts)).contains("LIMIT_ENTRIES", "SIGNATURE_NOT_CHECKED");
    }

    @Test
    void tellsEntriesThatShareBytes() {
        hostile("ZIP_OVERLAP", zip -> {
            HandMadeZip.Part twin = zip.deflated("AndroidManifest.xml2", TestPackages.manifest(30));
            twin.contentKept = false;
            twin.header = 0;
        });
    }

    @Test
    void tellsTwoEntriesOfOneName() {
        hostile("ZIP_DUPLICATE", zip -> zip.deflated("classes.dex", TestPackages.dex("io.example.Other")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/absolute", "assets\\..\\x", "C:evil", "lib/../../x", "nul\0.txt", ""})
    void tellsANameThatLeadsElsewhere(String name) {
        hostile("ZIP_PATH", zip -> zip.stored(name, TEXT));
    }

    @Test
    void tellsASizeThatIsTooSmall() {
        hostile("ZIP_SIZE_LIES", zip -> zip.deflated("assets/x", TEXT).size = 1L);
    }

    @Test
    void tellsASizeThatIsTooLarge() {
        hostile("ZIP_SIZE_LIES", zip -> zip.deflated("assets/x", TEXT).size = 0x7fff_ffffL);
    }

    @Test
    void doesNotReserveWhatAManifestOnlyClaims() {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", TestPackages.manifest(30)).size = 7_000_000L;

        assertThat(codes(read(zip.bytes()))).contains("ZIP_SIZE_LIES");
    }

    @Test
    void tellsLocalHeadersThatDiffer() {
        hostile("ZIP_SIZE_LIES", zip -> zip.deflated("assets/x", TEXT).localSize = 3L);
        hostile("ZIP_HEADERS_DIFFER", zip -> zip.deflated("assets/x", TEXT).localName = "assets/y");
    }

    @Test
    void tellsMethodsAndMarksThatAndroidDoesNotMind() {
        hostile("ZIP_METHOD", zip -> zip.stored("assets/x", TEXT).method = 99);
        hostile("ZIP_ENCRYPTED", zip -> zip.stored("assets/x", TEXT).flags = 1);
    }

    @Test
    void tellsBytesBeforeAndBehindTheZip() {
        hostile("ZIP_DATA_BEFORE", zip -> zip.before = "dex\n035\0".getBytes(StandardCharsets.US_ASCII));
        hostile("ZIP_DATA_AFTER", zip -> zip.after = TEXT);
    }

    @Test
    void tellsACountThatIsNotTheCount() {
        hostile("ZIP_BROKEN", zip -> zip.entriesTold = 99);
    }

    @Test
    void tellsAManifestThatIsCutOff() {
        byte[] manifest = TestPackages.manifest(30);
        for (int length = 0; length < manifest.length; length += 7) {
            PackageFacts facts = withManifest(Arrays.copyOf(manifest, length));

            assertThat(codes(facts)).as("at " + length).contains("MANIFEST_BROKEN");
        }
    }

    @Test
    void tellsAStringPoolThatClaimsMoreThanItHolds() {
        byte[] manifest = TestPackages.manifest(30);
        little(manifest).putInt(8 + 8, 0x7fff_ffff);

        PackageFacts facts = withManifest(manifest);

        assertThat(facts.problems()).anyMatch(one -> one.code().equals("MANIFEST_BROKEN") && one.hostile());
        assertThat(facts.packageName()).as("what Android would install").isEqualTo("io.example.app");
    }

    @Test
    void readsNoStringOfAPoolAgainAndAgain() {
        // A million offsets to one string of thirty thousand letters
        int count = 1_000_000;
        byte[] text = ("\u7530" + "x".repeat(30_000)).getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer pool = ByteBuffer.allocate(28 + 4 * count + text.length).order(ByteOrder.LITTLE_ENDIAN);
        pool.putShort((short) 1)
                .putShort((short) 28)
                .putInt(pool.capacity())
                .putInt(count)
                .putInt(0)
                .putInt(0);
        pool.putInt(28 + 4 * count).putInt(0).position(28 + 4 * count);
        pool.put(text);
        ByteBuffer table = ByteBuffer.allocate(12 + pool.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        table.putShort((short) 2)
                .putShort((short) 12)
                .putInt(table.capacity())
                .putInt(0)
                .put(pool.array());
        HandMadeZip zip = new HandMadeZip();
        zip.stored("AndroidManifest.xml", TestPackages.manifest(30));
        zip.stored("resources.arsc", table.array());

        PackageFacts facts = read(zip.bytes());

        assertThat(facts.problems()).anyMatch(one -> one.code().equals("RESOURCES_BROKEN") && one.hostile());
    }

    @Test
    void followsNoResourceInCircles() {
        byte[] manifest = new ManifestWriter()
                .open("manifest", "package", "io.example", "versionName", new ManifestWriter.Reference(0x7f010001))
                .close("manifest")
                .bytes();
        HandMadeZip zip = new HandMadeZip();
        zip.stored("AndroidManifest.xml", manifest);
        zip.stored("resources.arsc", ManifestWriter.resources("1"));

        PackageFacts facts = read(zip.bytes());

        assertThat(facts.packageName()).isEqualTo("io.example");
        assertThat(facts.versionName()).isNull();
    }

    @Test
    void descendsNoDeeperThanTheLimit() {
        ManifestWriter writer = new ManifestWriter();
        for (int depth = 0; depth < 5_000; depth++) {
            writer.open("manifest");
        }

        assertThat(withManifest(writer.bytes()).problems())
                .anyMatch(one -> one.code().equals("MANIFEST_BROKEN") && one.hostile());
    }

    @Test
    void tellsADexFileWhoseTablesLeadOutOfIt() {
        byte[] dex = TestPackages.dex("io.example.Main");
        for (int field : List.of(0x20, 0x28, 0x38, 0x3c, 0x40, 0x44, 0x60, 0x64)) {
            byte[] broken = dex.clone();
            little(broken).putInt(field, 0x7fff_fff0);
            HandMadeZip zip = new HandMadeZip();
            zip.deflated("AndroidManifest.xml", TestPackages.manifest(30));
            zip.deflated("classes.dex", broken);

            assertThat(codes(read(zip.bytes()))).as("field " + field).contains("DEX_BROKEN");
        }
    }

    @Test
    void readsNoStringOfADexFileAgainAndAgain() {
        int count = 200_000;
        byte[] dex = new byte[0x70 + 4 * count + 1_000_000];
        byte[] head = TestPackages.dex("a.B");
        System.arraycopy(head, 0, dex, 0, 0x70);
        Arrays.fill(dex, 0x70 + 4 * count, dex.length - 1, (byte) 'x');
        ByteBuffer fields =
                little(dex).putInt(0x20, dex.length).putInt(0x38, count).putInt(0x3c, 0x70);
        for (int one = 0; one < count; one++) {
            fields.putInt(0x70 + 4 * one, 0x70 + 4 * count);
        }
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", TestPackages.manifest(30));
        zip.stored("classes.dex", dex);

        assertThat(read(zip.bytes()).problems()).anyMatch(one -> one.code().equals("DEX_BROKEN") && one.hostile());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 21, 22, 1000})
    void saysThatWhatIsNoZipIsNone(int length) {
        PackageFacts facts = read(new byte[length]);

        assertThat(facts.kind()).isEqualTo(FileKind.UNKNOWN);
        assertThat(codes(facts)).containsExactly("FILE_UNKNOWN");
    }

    @Test
    void tellsTheProblemThatCountsBehindAThousandHarmlessOnes() {
        HandMadeZip zip = apk();
        for (int one = 0; one < 1_000; one++) {
            zip.stored("../" + one, TEXT);
        }
        zip.stored("assets/x", TEXT).method = 99;

        PackageFacts facts = read(zip.bytes());

        assertThat(codes(facts)).contains("ZIP_METHOD").hasSizeLessThan(210);
    }

    private static void hostile(String code, Consumer<HandMadeZip> trick) {
        HandMadeZip zip = apk();
        trick.accept(zip);

        PackageFacts facts = read(zip.bytes());

        assertThat(facts.problems()).anyMatch(one -> one.code().equals(code) && one.hostile());
        assertThat(codes(facts)).contains("SIGNATURE_NOT_CHECKED");
        assertThat(facts.packageName()).isEqualTo("io.example.app");
    }

    private static PackageFacts withManifest(byte[] manifest) {
        HandMadeZip zip = new HandMadeZip();
        zip.deflated("AndroidManifest.xml", manifest);
        return read(zip.bytes());
    }

    private static FileLimits limits(long inflated, int entries, Duration timeout) {
        FileLimits all = FileLimits.DEFAULT;
        return new FileLimits(
                entries,
                all.maxDirectoryBytes(),
                all.maxManifestBytes(),
                all.maxLoadedBytes(),
                inflated,
                all.maxRatio(),
                all.maxElements(),
                all.maxDepth(),
                all.maxProblems(),
                timeout);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
