package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one file under test, whatever it is, within its limits. */
public final class PackageFile {

    private static final Pattern DEX = Pattern.compile("(.*/dex/)?classes\\d*\\.dex");
    private static final Pattern LIBRARY = Pattern.compile("(.*/)?lib/[^/]+/[^/]+\\.so");
    private static final List<String> MEDIA =
            List.of(".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".mp4", ".ogg", ".ttf", ".otf", ".woff2");

    private final Budget budget;
    private final Problems problems;
    private final Terms terms;
    private final Facts facts = new Facts();

    private PackageFile(Budget budget, Terms terms) {
        this.budget = budget;
        this.problems = new Problems(budget.limits().maxProblems());
        this.terms = terms;
    }

    /**
     * The facts of a file, and its problems in place of any exception that its content could lead to.
     *
     * @param file left open; its position is moved
     */
    public static PackageFacts read(SeekableByteChannel file, FileLimits limits, Terms terms) {
        return read(file, new Budget(limits), terms, 0);
    }

    static PackageFacts read(SeekableByteChannel file, Budget budget, Terms terms, int depth) {
        PackageFile reader = new PackageFile(budget, terms);
        try {
            reader.read(new ZipFileReader(new FileBytes(file), budget, reader.problems), depth);
        } catch (BrokenFileException e) {
            reader.problems.add(e);
        } catch (IOException e) {
            reader.problems.add("FILE_UNREADABLE", "", "the store gave an error: " + e.getMessage(), false);
        } catch (RuntimeException e) {
            // No known file leads here; the next unknown one must not bring down the worker.
            reader.problems.add("FILE_UNREADABLE", "", "the reader failed: " + e, true);
        }
        return reader.facts.with(reader.problems);
    }

    private void read(ZipFileReader zip, int depth) throws IOException {
        for (ZipEntry entry : zip.directory().entries()) {
            Facts.tell(terms, TermKind.ENTRY, entry.name(), entry.name());
        }
        PackageSet set = new PackageSet(zip, budget, problems, terms, facts);
        try {
            if (zip.directory().find(AndroidFacts.MANIFEST) != null) {
                new AndroidFacts(zip, budget, problems, terms, facts).ofPackage();
            } else if (zip.directory().find(AndroidFacts.BUNDLE_MANIFEST) != null) {
                new AndroidFacts(zip, budget, problems, terms, facts).ofBundle();
            } else if (IosFacts.info(zip.directory()) != null) {
                facts.kind = FileKind.IPA;
                new IosFacts(zip, budget, problems, terms, facts).read();
            } else if (depth == 0 && set.present()) {
                set.read();
            } else {
                problems.add("FILE_UNKNOWN", "", "is a zip, but no package for Android or iOS", false);
            }
        } catch (BrokenFileException e) {
            problems.add(e);
            if (e.ends()) {
                throw e;
            }
        }
        contents(zip);
        if (facts.kind == FileKind.APK || facts.kind == FileKind.SPLIT_APK) {
            facts.certificates.addAll(new SignatureStep(zip, budget, problems).certificates(facts.minSdk));
        }
    }

    private void contents(ZipFileReader zip) throws IOException {
        for (ZipEntry entry : zip.directory().entries()) {
            try {
                content(zip, entry);
            } catch (BrokenFileException e) {
                problems.add(e);
                if (e.ends()) {
                    throw e;
                }
            }
        }
    }

    private void content(ZipFileReader zip, ZipEntry entry) throws IOException {
        String name = entry.name();
        if (LIBRARY.matcher(name).matches() || IosFacts.library(name)) {
            facts.nativeLibraries.add(name);
            Facts.tell(terms, TermKind.NATIVE_LIBRARY, name, name.substring(name.lastIndexOf('/') + 1));
        }
        if (DEX.matcher(name).matches()) {
            Bytes dex = zip.load(entry, "DEX_BROKEN", budget.limits().maxLoadedBytes());
            new DexFile(dex, budget, terms).tell(problems);
        } else if (name.equals(AndroidFacts.MANIFEST) || name.equals(AndroidFacts.RESOURCES)) {
            // Read before, as a whole; a second one of the name is hostile and told of as such.
            return;
        } else if (facts.kind == FileKind.APK_SET && PackageSet.member(name)) {
            return;
        } else if (MEDIA.stream().anyMatch(name::endsWith)) {
            zip.scan(entry, (kind, where, bytes, from, to) -> {
                // Only its size and checksum are of interest.
            });
        } else {
            zip.scan(entry, terms);
        }
    }
}
