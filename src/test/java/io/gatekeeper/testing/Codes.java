package io.gatekeeper.testing;

import java.util.UUID;

/** Fresh identifiers, so that no test depends on what another one left in the database. */
public final class Codes {

    private Codes() {}

    /** A credit code nobody has used, with the right check character (GB 32100-2015). */
    public static String creditCode() {
        return CreditCodes.fresh();
    }

    /** 64 hex digits. */
    public static String sha256() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    /** For example {@code com.example.a1b2c3}. */
    public static String packageName() {
        return "com.example.a" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A platform of its own, for tests that count. */
    public static String platform() {
        return "store-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
