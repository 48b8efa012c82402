package io.gatekeeper.screening.file;

/** Where in a file a piece of text stood. */
public enum TermKind {
    /** The name of a zip entry. */
    ENTRY,
    /** The dotted name of a class that a dex file defines. */
    CLASS,
    /** A string of a dex file (modified UTF-8), a manifest, a resource table or a property list. */
    STRING,
    PERMISSION,
    COMPONENT,
    /** The name of a meta-data element; its value is heard as a string. */
    META_DATA,
    /** The file name of a native library, without its path. */
    NATIVE_LIBRARY,
    PLIST_KEY,
    /** A block of bytes of any other entry; blocks overlap by 255 bytes, so 256 bytes in a row are found whole. */
    RAW
}
