package io.gatekeeper.gate;

/** A sentence for people, in English and Chinese. */
public record Message(String en, String zh) {}
