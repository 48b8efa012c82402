package io.gatekeeper.screening;

/** A component of a third party that an indicator knows, in both languages. */
record EmbeddedSdk(String id, String category, Message name, Message provider) {}
