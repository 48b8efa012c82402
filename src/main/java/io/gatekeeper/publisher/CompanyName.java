package io.gatekeeper.publisher;

import java.text.Normalizer;

/**
 * A company's name as notices spell it, in the one form in which names are compared.
 *
 * <p>Notices differ in width, brackets and spaces for the same company: 甲（北京）有限公司 and 甲(北京)有限公司 are one.
 */
record CompanyName(String normalised) {

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
