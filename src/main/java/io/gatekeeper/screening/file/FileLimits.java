package io.gatekeeper.screening.file;

import java.time.Duration;

/**
 * How much of a file under test is read before its reader gives up and says so.
 *
 * @param maxEntries of one zip
 * @param maxDirectoryBytes of a zip's central directory, and of a signing block
 * @param maxManifestBytes of a manifest or property list, inflated
 * @param maxLoadedBytes of a resource table or dex file, which are looked at as a whole
 * @param maxInflatedBytes of all entries together
 * @param maxRatio of inflated to deflated bytes, for what inflates to more than a few megabytes
 * @param maxElements of a manifest or property list
 * @param maxDepth of a manifest or property list
 * @param maxProblems that are told
 * @param timeout of reading the whole file
 */
public record FileLimits(
        int maxEntries,
        int maxDirectoryBytes,
        int maxManifestBytes,
        int maxLoadedBytes,
        long maxInflatedBytes,
        int maxRatio,
        int maxElements,
        int maxDepth,
        int maxProblems,
        Duration timeout) {

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Above the largest packages that stores list today; only the ratio is a matter of judgement. Inflated, all entries may
     * have twice the size of the largest file that can be brought, for what makes a package large does not deflate well.
     */
    public static final FileLimits DEFAULT = new FileLimits(
            65_536,
            16 * MEBIBYTE,
            8 * MEBIBYTE,
            64 * MEBIBYTE,
            8_192L * MEBIBYTE,
            250,
            100_000,
            200,
            200,
            // The largest file takes half a minute from a disk, and more than twice as long from a bucket.
            Duration.ofSeconds(100));
}
