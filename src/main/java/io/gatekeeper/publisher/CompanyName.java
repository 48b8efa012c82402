package io.gatekeeper.publisher;

import io.gatekeeper.http.ProblemException;
import java.text.Normalizer;

/**
 * A company's name as notices spell it, in the one form in which names are compared.
 *
 * <p>Notices differ in width, brackets and spaces for the same company: 甲（北京）有限公司 and 甲(北京)有限公司 are one.
 */
record CompanyName(String normalised) {

    /** Some characters unfold to many in their plain form, and an index entry is bounded. */
    private static final int MAX_LENGTH = 400;

    /**
     * Reads a name from a request.
     *
     * @param pointer where it stood, for the problem answer
     */
    static CompanyName parse(String spelt, String pointer) {
        CompanyName name = of(spelt);
        if (name.normalised().codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw ProblemException.invalid(pointer, "must be a name");
        }
        if (name.normalised().length() > MAX_LENGTH) {
            throw ProblemException.invalid(pointer, "is too long in its plain form");
        }
        return name;
    }

    static CompanyName of(String spelt) {
        // NFKC turns full-width letters, digits, brackets and spaces into their plain forms.
        String plain = Normalizer.normalize(spelt, Normalizer.Form.NFKC)
                .replace('〔', '(')
                .replace('〕', ')')
                .replace('【', '(')
                .replace('】', ')')
                .replace('[', '(')
                .replace(']', ')');
        return new CompanyName(plain.strip().replaceAll("(?U)\\s+", " "));
    }
}
