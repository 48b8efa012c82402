package io.gatekeeper.screening;

/**
 * What the file under test is said to be.
 *
 * @param sha256 of the file, in lower-case hexadecimal, as it was verified when it was stored
 * @param os ANDROID or IOS, or another word, or null when unknown; like the rest, what is null is not compared
 */
public record Subject(String sha256, String os, String packageName, String versionName, Long versionCode) {}
