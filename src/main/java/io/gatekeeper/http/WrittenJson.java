package io.gatekeeper.http;

import jakarta.ws.rs.core.MediaType;

/** JSON that is written already when it becomes an answer. */
public final class WrittenJson {

    /** Like the type Quarkus gives to what it writes itself. */
    public static final String TYPE = MediaType.APPLICATION_JSON + ";charset=UTF-8";

    private WrittenJson() {}
}
