package io.gatekeeper.screening.file;

import java.io.IOException;

/** What the manifest of an Android package or bundle says of its app. */
final class AndroidFacts {

    static final String MANIFEST = "AndroidManifest.xml";
    static final String BUNDLE_MANIFEST = "base/manifest/AndroidManifest.xml";
    static final String RESOURCES = "resources.arsc";

    private final ZipFileReader zip;
    private final Budget budget;
    private final Problems problems;
    private final Terms terms;
    private final Facts facts;

    AndroidFacts(ZipFileReader zip, Budget budget, Problems problems, Terms terms, Facts facts) {
        this.zip = zip;
        this.budget = budget;
        this.problems = problems;
        this.terms = terms;
        this.facts = facts;
    }

    void ofPackage() throws IOException {
        facts.kind = FileKind.APK;
        ResourceTable resources = resources();
        BinaryXml xml = new BinaryXml(load(MANIFEST), budget, problems);
        XmlElement root = xml.read();
        if (read(root, MANIFEST, resources)) {
            facts.kind = FileKind.SPLIT_APK;
        }
        xml.strings().tell(terms, budget);
        resources.strings().tell(terms, budget);
    }

    void ofBundle() throws IOException {
        facts.kind = FileKind.AAB;
        Bytes bytes = load(BUNDLE_MANIFEST);
        XmlElement root = new ProtoXml(bytes, budget, terms).read();
        read(root, BUNDLE_MANIFEST, ResourceTable.none(budget));
    }

    private Bytes load(String name) throws IOException {
        ZipEntry entry = zip.directory().find(name);
        if (entry == null) {
            throw new BrokenFileException("MANIFEST_MISSING", name, "is not in the package", false);
        }
        return zip.load(entry, "MANIFEST_BROKEN", budget.limits().maxManifestBytes());
    }

    private boolean read(XmlElement root, String where, ResourceTable resources) {
        if (root == null || !root.name().equals("manifest")) {
            problems.add("MANIFEST_BROKEN", where, "has no manifest element", false);
            return false;
        }
        boolean split = new ManifestFacts(resources, terms, where, facts).read(root);
        if (facts.packageName == null || facts.packageName.isEmpty()) {
            problems.add("MANIFEST_BROKEN", where, "names no package", false);
        }
        return split;
    }

    private ResourceTable resources() throws IOException {
        ZipEntry entry = zip.directory().find(RESOURCES);
        if (entry == null) {
            return ResourceTable.none(budget);
        }
        try {
            Bytes bytes = zip.load(entry, "RESOURCES_BROKEN", budget.limits().maxLoadedBytes());
            return ResourceTable.read(bytes, budget, problems);
        } catch (BrokenFileException e) {
            problems.add(e);
            if (e.ends()) {
                throw e;
            }
            return ResourceTable.none(budget);
        }
    }
}
