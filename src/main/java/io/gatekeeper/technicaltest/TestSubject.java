package io.gatekeeper.technicaltest;

/**
 * What a technical test examines: one artifact as one publisher's app, however many platforms submit it.
 *
 * @param publisherId the publisher's credit code
 * @param os          {@code ANDROID}, {@code IOS} or {@code HARMONYOS}
 * @param sha256      64 lower-case hex digits
 */
public record TestSubject(String publisherId, String packageName, String os, String sha256) {}
