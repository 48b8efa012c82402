package io.gatekeeper.screening.file;

/**
 * An attribute of a manifest.
 *
 * @param id of the framework's attribute, by which Android finds it whatever its name says, or 0
 */
record XmlAttribute(String name, int id, XmlValue value) {}
