package io.gatekeeper.screening.file;

import java.util.Set;
import java.util.TreeSet;

/** What an Android manifest says of its app, with the defaults that the platform fills in. */
final class ManifestFacts {

    private static final int NAME = 0x01010003;
    private static final int PERMISSION = 0x01010006;
    private static final int READ_PERMISSION = 0x01010007;
    private static final int WRITE_PERMISSION = 0x01010008;
    private static final int DEBUGGABLE = 0x0101000f;
    private static final int EXPORTED = 0x01010010;
    private static final int VALUE = 0x01010024;
    private static final int MIN_SDK = 0x0101020c;
    private static final int VERSION_CODE = 0x0101021b;
    private static final int VERSION_NAME = 0x0101021c;
    private static final int TARGET_SDK = 0x01010270;
    private static final int CLEARTEXT = 0x010104ec;
    private static final int VERSION_CODE_MAJOR = 0x01010576;

    /** From here on a component with an intent filter must say whether it is exported, or the app does not install. */
    private static final int EXPORTED_MUST_BE_STATED = 31;
    /** Before this a provider was exported unless it said otherwise. */
    private static final int PROVIDERS_CLOSED = 17;

    private final ResourceTable resources;
    private final Terms terms;
    private final String where;
    private final Facts facts;

    ManifestFacts(ResourceTable resources, Terms terms, String where, Facts facts) {
        this.resources = resources;
        this.terms = terms;
        this.where = where;
        this.facts = facts;
    }

    /** Whether this is the manifest of a part of an app. */
    boolean read(XmlElement manifest) {
        facts.packageName = text(manifest.plain("package"));
        facts.versionName = text(manifest.framework(VERSION_NAME));
        Integer code = number(manifest.framework(VERSION_CODE));
        Integer major = number(manifest.framework(VERSION_CODE_MAJOR));
        if (code != null || major != null) {
            long low = code == null ? 0 : code & 0xffff_ffffL;
            facts.versionCode = (major == null ? 0L : (long) major << 32) | low;
        }
        for (XmlElement uses : manifest.children("uses-sdk")) {
            facts.minSdk = number(uses.framework(MIN_SDK));
            facts.targetSdk = number(uses.framework(TARGET_SDK));
        }
        facts.targetSdk = facts.targetSdk == null ? facts.minSdk : facts.targetSdk;
        Set<String> permissions = new TreeSet<>();
        for (XmlElement child : manifest.children()) {
            if (child.name().startsWith("uses-permission")) {
                String name = text(child.framework(NAME));
                if (name != null && permissions.add(name)) {
                    Facts.tell(terms, TermKind.PERMISSION, where, name);
                }
            }
        }
        facts.permissions.addAll(permissions);
        manifest.children("application").forEach(this::application);
        String split = text(manifest.plain("split"));
        return split != null && !split.isEmpty();
    }

    private void application(XmlElement application) {
        facts.debuggable = facts.debuggable || Boolean.TRUE.equals(flag(application.framework(DEBUGGABLE)));
        Boolean cleartext = flag(application.framework(CLEARTEXT));
        facts.cleartextTraffic = cleartext == null ? facts.cleartextTraffic : cleartext;
        String permission = text(application.framework(PERMISSION));
        metaData(application);
        for (XmlElement child : application.children()) {
            switch (child.name()) {
                case "activity", "activity-alias" -> component("ACTIVITY", child, permission);
                case "service" -> component("SERVICE", child, permission);
                case "receiver" -> component("RECEIVER", child, permission);
                case "provider" -> component("PROVIDER", child, permission);
                default -> {
                    // Libraries, profiles and other children are no components.
                }
            }
        }
    }

    private void component(String type, XmlElement element, String ofApplication) {
        String name = fullName(text(element.framework(NAME)));
        Boolean stated = flag(element.framework(EXPORTED));
        String own = type.equals("PROVIDER") ? ofProvider(element) : text(element.framework(PERMISSION));
        // An empty permission of its own frees a component from that of the application.
        String permission = own == null ? ofApplication : own.isEmpty() ? null : own;
        facts.components.add(
                new PackageComponent(type, name, stated == null ? impliedExported(type, element) : stated, permission));
        Facts.tell(terms, TermKind.COMPONENT, where, name);
        metaData(element);
    }

    private boolean impliedExported(String type, XmlElement element) {
        int target = facts.targetSdk == null ? 1 : facts.targetSdk;
        if (type.equals("PROVIDER")) {
            return target < PROVIDERS_CLOSED;
        }
        return target < EXPORTED_MUST_BE_STATED
                && !element.children("intent-filter").isEmpty();
    }

    private String ofProvider(XmlElement provider) {
        String both = text(provider.framework(PERMISSION));
        String read = text(provider.framework(READ_PERMISSION));
        String write = text(provider.framework(WRITE_PERMISSION));
        // One of the two alone leaves the other way open.
        return both != null || read == null || write == null ? both : read;
    }

    private void metaData(XmlElement element) {
        for (XmlElement data : element.children("meta-data")) {
            Facts.tell(terms, TermKind.META_DATA, where, text(data.framework(NAME)));
            XmlValue value = data.framework(VALUE);
            if (value != null && value.reference()) {
                Facts.tell(terms, TermKind.STRING, where, text(value));
            }
        }
    }

    private String fullName(String name) {
        if (name == null || facts.packageName == null) {
            return name == null ? "" : name;
        }
        if (name.startsWith(".")) {
            return facts.packageName + name;
        }
        return name.indexOf('.') < 0 ? facts.packageName + "." + name : name;
    }

    private String text(XmlValue value) {
        XmlValue resolved = resources.resolve(value);
        return resolved == null ? null : resolved.asText();
    }

    private Integer number(XmlValue value) {
        XmlValue resolved = resources.resolve(value);
        return resolved == null ? null : resolved.asInt();
    }

    private Boolean flag(XmlValue value) {
        XmlValue resolved = resources.resolve(value);
        return resolved == null ? null : resolved.asBoolean();
    }
}
