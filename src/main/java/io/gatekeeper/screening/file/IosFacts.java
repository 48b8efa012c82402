package io.gatekeeper.screening.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the property lists of an iOS package say of its app. */
final class IosFacts {

    private static final Pattern INFO = Pattern.compile("Payload/[^/]+\\.app/Info\\.plist");
    private static final Pattern PROFILE = Pattern.compile("Payload/[^/]+\\.app/embedded\\.mobileprovision");
    private static final Pattern ENTITLEMENTS =
            Pattern.compile("Payload/[^/]+\\.app/archived-expanded-entitlements\\.xcent");
    private static final Pattern LIBRARY =
            Pattern.compile("Payload/[^/]+\\.app/(.*\\.dylib" + "|Frameworks/([^/]+)\\.framework/\\2)");

    private final ZipFileReader zip;
    private final Budget budget;
    private final Problems problems;
    private final Terms terms;
    private final Facts facts;

    IosFacts(ZipFileReader zip, Budget budget, Problems problems, Terms terms, Facts facts) {
        this.zip = zip;
        this.budget = budget;
        this.problems = problems;
        this.terms = terms;
        this.facts = facts;
    }

    static ZipEntry info(ZipDirectory directory) {
        return directory.entries().stream()
                .filter(entry -> INFO.matcher(entry.name()).matches())
                .findFirst()
                .orElse(null);
    }

    static boolean library(String name) {
        return LIBRARY.matcher(name).matches();
    }

    void read() throws IOException {
        TreeSet<String> entitlements = new TreeSet<>();
        for (ZipEntry entry : zip.directory().entries()) {
            try {
                if (INFO.matcher(entry.name()).matches()) {
                    info(list(zip.load(entry, "PLIST_BROKEN", budget.limits().maxManifestBytes())));
                } else if (ENTITLEMENTS.matcher(entry.name()).matches()) {
                    entitlements.addAll(
                            list(zip.load(entry, "PLIST_BROKEN", budget.limits().maxManifestBytes()))
                                    .keySet());
                } else if (PROFILE.matcher(entry.name()).matches()) {
                    Bytes signed =
                            zip.load(entry, "PLIST_BROKEN", budget.limits().maxManifestBytes());
                    if (list(inside(signed)).get("Entitlements") instanceof Map<?, ?> map) {
                        map.keySet().forEach(key -> entitlements.add(key.toString()));
                    }
                }
            } catch (BrokenFileException e) {
                problems.add(e);
                if (e.ends()) {
                    throw e;
                }
            }
        }
        facts.entitlements.addAll(entitlements);
    }

    private Map<String, Object> list(Bytes bytes) throws BrokenFileException {
        Map<String, Object> list = PropertyList.read(bytes, budget);
        PropertyList.tell(list, bytes.where(), terms);
        return list;
    }

    private void info(Map<String, Object> info) {
        facts.packageName = PropertyList.text(info, "CFBundleIdentifier");
        facts.versionName = PropertyList.text(info, "CFBundleShortVersionString");
        facts.versionCode = number(PropertyList.text(info, "CFBundleVersion"));
        info.forEach((key, value) -> {
            if (key.startsWith("NS") && key.endsWith("UsageDescription") && value instanceof String text) {
                facts.usageDescriptions.add(new UsageDescription(key, text));
            }
        });
        if (info.get("NSAppTransportSecurity") instanceof Map<?, ?> security
                && security.get("NSAllowsArbitraryLoads") instanceof Boolean allowed) {
            facts.cleartextTraffic = allowed;
        }
    }

    private static Long number(String version) {
        return version != null && version.matches("[0-9]{1,18}") ? Long.valueOf(version) : null;
    }

    /** The property list within a provisioning profile, which is a signed message around it. */
    private static Bytes inside(Bytes signed) throws BrokenFileException {
        String text = new String(signed.array(), 0, signed.length(), StandardCharsets.ISO_8859_1);
        int from = text.indexOf("<?xml");
        int to = text.indexOf("</plist>", Math.max(0, from));
        if (from < 0 || to < 0) {
            throw signed.broken("holds no property list", false);
        }
        byte[] list = text.substring(from, to + "</plist>".length()).getBytes(StandardCharsets.ISO_8859_1);
        return new Bytes("PLIST_BROKEN", signed.where(), list, list.length);
    }
}
