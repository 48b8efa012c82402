package io.gatekeeper.testing;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Fresh identifiers, so that no test depends on what another one left in the database. */
public final class Codes {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private Codes() {}

    /** A credit code nobody has used, with the right check character (GB 32100-2015). */
    public static String creditCode() {
        Random random = ThreadLocalRandom.current();
        StringBuilder code = new StringBuilder("91440300");
        while (code.length() < 17) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return code.append(ALPHABET.charAt((31 - sum % 31) % 31)).toString();
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
