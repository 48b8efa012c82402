package io.gatekeeper.screening.file;

/** What a file under test turned out to be, by what it holds and not by its name. */
public enum FileKind {
    APK,
    SPLIT_APK,
    APK_SET,
    AAB,
    IPA,
    UNKNOWN
}
