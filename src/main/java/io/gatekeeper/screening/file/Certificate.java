package io.gatekeeper.screening.file;

import java.util.List;

/**
 * A signer whose signature of the whole file was verified, with the schemes it holds under.
 *
 * @param sha256 of the certificate, like every digest here in lower-case hexadecimal
 * @param schemes of {@code V1, V2, V3, V3_1, V4}
 */
public record Certificate(
        String sha256, String md5, String publicKeySha256, String publicKeyMd5, String subject, List<String> schemes) {

    public Certificate {
        schemes = List.copyOf(schemes);
    }
}
