package io.gatekeeper.testing;

import io.gatekeeper.publisher.CreditCode;
import java.util.concurrent.ThreadLocalRandom;

/** Valid credit codes that nobody has used, so that no test depends on what another left behind. */
public final class CreditCodes {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private CreditCodes() {}

    public static String fresh() {
        StringBuilder code = new StringBuilder("91440300");
        for (int i = 0; i < 9; i++) {
            code.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        for (char check : ALPHABET.toCharArray()) {
            CreditCode candidate = new CreditCode(code.toString() + check);
            if (candidate.checks()) {
                return candidate.value();
            }
        }
        throw new AssertionError("one of the 31 characters checks");
    }
}
