package io.gatekeeper.technicaltest;

import java.util.UUID;

/** Subjects nobody else uses, so that tests do not depend on an empty database. */
final class Subjects {

    static final String PUBLISHER = "9144030071526726XG";

    private Subjects() {}

    static TestSubject any() {
        String random = UUID.randomUUID().toString().replace("-", "");
        return new TestSubject(PUBLISHER, "com.example.app" + random, "ANDROID", random + random);
    }
}
