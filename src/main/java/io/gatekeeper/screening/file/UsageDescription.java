package io.gatekeeper.screening.file;

/** Why an iOS app wants a protected resource, in the words shown to its user. */
public record UsageDescription(String key, String text) {}
