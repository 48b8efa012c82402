package io.gatekeeper.screening.file;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A zip of Android packages that make one app (.apks, .xapk): each stored one is read where it stands. */
final class PackageSet {

    private final ZipFileReader zip;
    private final Budget budget;
    private final Problems problems;
    private final Terms terms;
    private final Facts facts;

    PackageSet(ZipFileReader zip, Budget budget, Problems problems, Terms terms, Facts facts) {
        this.zip = zip;
        this.budget = budget;
        this.problems = problems;
        this.terms = terms;
        this.facts = facts;
    }

    static boolean member(String name) {
        return name.endsWith(".apk");
    }

    boolean present() {
        return zip.directory().entries().stream().anyMatch(entry -> member(entry.name()));
    }

    void read() throws IOException {
        facts.kind = FileKind.APK_SET;
        Set<String> permissions = new TreeSet<>();
        List<ZipEntry> members = zip.directory().entries().stream()
                .filter(entry -> member(entry.name()))
                .toList();
        for (ZipEntry member : members) {
            budget.checkTime(member.name());
            PackageFacts part = read(member);
            if (part == null) {
                continue;
            }
            problems.addAll(part.problems(), member.name());
            permissions.addAll(part.permissions());
            part.components().stream()
                    .filter(one -> !facts.components.contains(one))
                    .forEach(facts.components::add);
            part.nativeLibraries().forEach(one -> facts.nativeLibraries.add(member.name() + "!/" + one));
            part.certificates().stream()
                    .filter(one -> !facts.certificates.contains(one))
                    .forEach(facts.certificates::add);
            facts.debuggable |= part.debuggable();
            if (part.kind() == FileKind.APK && facts.packageName == null) {
                base(part);
            }
        }
        facts.permissions.addAll(permissions);
        if (facts.packageName == null) {
            problems.add("SET_NOT_READ", "", "has no base package that could be read", false);
        }
    }

    private PackageFacts read(ZipEntry member) throws IOException {
        Terms inside =
                (kind, where, bytes, from, to) -> terms.term(kind, member.name() + "!/" + where, bytes, from, to);
        if (member.data() < 0) {
            return null;
        }
        if (!member.deflated()) {
            WindowChannel window = new WindowChannel(zip.file(), member.data(), member.compressedSize());
            return PackageFile.read(window, budget, inside, 1);
        }
        try {
            Bytes bytes = zip.load(member, "SET_NOT_READ", budget.limits().maxLoadedBytes());
            return PackageFile.read(new WindowChannel(FileBytes.of(bytes), 0, bytes.length()), budget, inside, 1);
        } catch (BrokenFileException e) {
            problems.add(e);
            if (e.ends()) {
                throw e;
            }
            return null;
        }
    }

    private void base(PackageFacts part) {
        facts.packageName = part.packageName();
        facts.versionName = part.versionName();
        facts.versionCode = part.versionCode();
        facts.minSdk = part.minSdk();
        facts.targetSdk = part.targetSdk();
        facts.cleartextTraffic = part.cleartextTraffic();
    }
}
