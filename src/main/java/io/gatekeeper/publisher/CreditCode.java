package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gatekeeper.http.ProblemException;

/**
 * The unified social credit code of a legal entity: 18 characters, the last of them a check character.
 *
 * <p>Source: GB 32100-2015. A wrong length or alphabet cannot be a code and is refused; a wrong check character is kept
 * and warned of, because real codes that fail the check are reported.
 */
public record CreditCode(String value) implements Comparable<CreditCode> {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static final int LENGTH = 18;
    private static final boolean[] IN_ALPHABET = new boolean[128];

    static {
        ALPHABET.chars().forEach(c -> IN_ALPHABET[c] = true);
    }

    public CreditCode {
        if (!isCode(value)) {
            throw new IllegalArgumentException("not a unified social credit code");
        }
    }

    /**
     * Reads a code from a request.
     *
     * @param pointer where it stood, for the problem answer
     */
    public static CreditCode parse(String text, String pointer) {
        if (!isCode(text)) {
            throw ProblemException.invalid(
                    pointer,
                    "must be a unified social credit code: 18 characters of " + ALPHABET
                            + ", the third to eighth digits");
        }
        return new CreditCode(text);
    }

    /** Two of the alphabet, six digits, ten of the alphabet. A table, because it is asked of every row that is read. */
    static boolean isCode(String text) {
        if (text == null || text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean fits = i >= 2 && i < 8 ? c >= '0' && c <= '9' : c < IN_ALPHABET.length && IN_ALPHABET[c];
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @JsonCreator
    static CreditCode fromJson(String text) {
        return new CreditCode(text);
    }

    /** Whether the check character is the one the standard computes: (31 − Σ value·3^(i−1) mod 31) mod 31. */
    public boolean checks() {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(value.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return ALPHABET.charAt((31 - sum % 31) % 31) == value.charAt(17);
    }

    @Override
    public int compareTo(CreditCode other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}
