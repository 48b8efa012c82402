package io.gatekeeper.screening;

/** A sentence in both languages. */
public record Message(String en, String zh) {}
