package io.gatekeeper.screening.file;

import java.util.ArrayList;
import java.util.List;

/** An element of a manifest, whichever form the manifest had. */
record XmlElement(String name, List<XmlAttribute> attributes, List<XmlElement> children) {

    static XmlElement named(String name) {
        return new XmlElement(name == null ? "" : name, new ArrayList<>(), new ArrayList<>());
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).toList();
    }

    /** An attribute of the framework, or null. */
    XmlValue framework(int id) {
        for (XmlAttribute attribute : attributes) {
            if (attribute.id() == id) {
                return attribute.value();
            }
        }
        return null;
    }

    /** An attribute without a namespace, or null. */
    XmlValue plain(String attributeName) {
        for (XmlAttribute attribute : attributes) {
            if (attribute.id() == 0 && attributeName.equals(attribute.name())) {
                return attribute.value();
            }
        }
        return null;
    }
}
