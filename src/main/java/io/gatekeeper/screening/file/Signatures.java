package io.gatekeeper.screening.file;

import com.android.apksig.ApkVerifier;
import com.android.apksig.apk.ApkFormatException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifies the signatures of an Android package with Android's own library. */
final class Signatures {

    private final FileBytes file;
    private final Budget budget;
    private final Problems problems;

    Signatures(FileBytes file, Budget budget, Problems problems) {
        this.file = file;
        this.budget = budget;
        this.problems = problems;
    }

    List<Certificate> verify(Integer minSdk) {
        try {
            ApkVerifier.Result result = new ApkVerifier.Builder(new VerifierSource(file, budget))
                    // Ours, so that the library has no need to read the manifest for it
                    .setMinCheckedPlatformVersion(minSdk == null ? 1 : Math.max(1, minSdk))
                    .build()
                    .verify();
            if (result.isVerified()) {
                return certificates(result);
            }
            String errors = Stream.of(
                            result.getErrors().stream(),
                            result.getV1SchemeSigners().stream().flatMap(one -> one.getErrors().stream()),
                            result.getV2SchemeSigners().stream().flatMap(one -> one.getErrors().stream()),
                            result.getV3SchemeSigners().stream().flatMap(one -> one.getErrors().stream()),
                            result.getV31SchemeSigners().stream().flatMap(one -> one.getErrors().stream()))
                    .flatMap(Function.identity())
                    .map(Object::toString)
                    .distinct()
                    .limit(3)
                    .collect(Collectors.joining("; "));
            boolean unsigned = result.getV1SchemeSigners().isEmpty()
                    && result.getV2SchemeSigners().isEmpty()
                    && result.getV3SchemeSigners().isEmpty()
                    && result.getV31SchemeSigners().isEmpty();
            problems.add(unsigned ? "SIGNATURE_MISSING" : "SIGNATURE_INVALID", "", errors, !unsigned);
        } catch (BrokenFileException e) {
            problems.add(e);
        } catch (IOException | ApkFormatException | NoSuchAlgorithmException | CertificateEncodingException e) {
            problems.add("SIGNATURE_INVALID", "", "could not be read: " + e.getMessage(), false);
        } catch (RuntimeException | StackOverflowError e) {
            // The library is not made for every file that a stranger can think of.
            problems.add(
                    "SIGNATURE_INVALID",
                    "",
                    "could not be read: " + e.getClass().getSimpleName(),
                    true);
        }
        return List.of();
    }

    private static List<Certificate> certificates(ApkVerifier.Result result)
            throws NoSuchAlgorithmException, CertificateEncodingException {
        Map<X509Certificate, List<String>> schemes = new LinkedHashMap<>();
        if (result.isVerifiedUsingV1Scheme()) {
            result.getV1SchemeSigners().forEach(one -> add(schemes, one.getCertificate(), "V1"));
        }
        if (result.isVerifiedUsingV2Scheme()) {
            result.getV2SchemeSigners().forEach(one -> add(schemes, one.getCertificate(), "V2"));
        }
        if (result.isVerifiedUsingV3Scheme()) {
            result.getV3SchemeSigners().forEach(one -> add(schemes, one.getCertificate(), "V3"));
        }
        if (result.isVerifiedUsingV31Scheme()) {
            result.getV31SchemeSigners().forEach(one -> add(schemes, one.getCertificate(), "V3_1"));
        }
        if (result.isVerifiedUsingV4Scheme()) {
            result.getV4SchemeSigners().forEach(one -> add(schemes, one.getCertificate(), "V4"));
        }
        List<Certificate> certificates = new ArrayList<>();
        for (Map.Entry<X509Certificate, List<String>> one : schemes.entrySet()) {
            byte[] encoded = one.getKey().getEncoded();
            byte[] key = one.getKey().getPublicKey().getEncoded();
            certificates.add(new Certificate(
                    digest("SHA-256", encoded),
                    digest("MD5", encoded),
                    digest("SHA-256", key),
                    digest("MD5", key),
                    one.getKey().getSubjectX500Principal().toString(),
                    one.getValue()));
        }
        return certificates;
    }

    private static void add(Map<X509Certificate, List<String>> schemes, X509Certificate certificate, String scheme) {
        if (certificate != null) {
            schemes.computeIfAbsent(certificate, key -> new ArrayList<>()).add(scheme);
        }
    }

    private static String digest(String algorithm, byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
