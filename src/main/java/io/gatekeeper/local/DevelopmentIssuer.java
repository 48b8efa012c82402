package io.gatekeeper.local;

import io.gatekeeper.identity.Role;
import io.gatekeeper.identity.StartupGuard;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Issues the tokens of the default run, in place of an OpenID Connect provider.
 *
 * <p>Whoever can read its directory can be anybody, which is why the gate does not start with it outside loopback.
 */
public final class DevelopmentIssuer {

    public static final String ISSUER = StartupGuard.DEVELOPMENT_ISSUER;
    public static final String AUDIENCE = "gatekeeper";

    private static final Duration VALID_FOR = Duration.ofDays(30);

    private static final Map<String, Claims> HOLDERS = Map.of(
            "platform", Claims.of(Role.PLATFORM, "huawei-appgallery", "huawei-appgallery-backend"),
            "platform-2", Claims.of(Role.PLATFORM, "xiaomi-getapps", "xiaomi-getapps-backend"),
            "publisher", Claims.of(Role.PUBLISHER, "9144030071526726XG", "release-manager-1"),
            "laboratory", Claims.of(Role.LABORATORY, "lab-beijing", "examiner-1"),
            "laboratory-2", Claims.of(Role.LABORATORY, "lab-shenzhen", "examiner-2"),
            "regulator", Claims.of(Role.REGULATOR, "miit", "officer-1"),
            "regulator-2", Claims.of(Role.REGULATOR, "miit", "officer-2"),
            "auditor", Claims.of(Role.AUDITOR, "audit-office", "auditor-1"));

    private final KeyPair key;

    private DevelopmentIssuer(KeyPair key) {
        this.key = key;
    }

    /** What a token says. */
    public record Claims(
            String issuer,
            String audience,
            String subject,
            String organisation,
            Set<String> groups,
            Instant expiresAt) {

        /** A token as the gate expects it, for one role. */
        public static Claims of(Role role, String organisation, String subject) {
            return new Claims(ISSUER, AUDIENCE, subject, organisation, Set.of(role.claim()), null);
        }

        public Claims withIssuer(String other) {
            return new Claims(other, audience, subject, organisation, groups, expiresAt);
        }

        public Claims withAudience(String other) {
            return new Claims(issuer, other, subject, organisation, groups, expiresAt);
        }

        public Claims withSubject(String other) {
            return new Claims(issuer, audience, other, organisation, groups, expiresAt);
        }

        /** Without the claim, if null. */
        public Claims withOrganisation(String other) {
            return new Claims(issuer, audience, subject, other, groups, expiresAt);
        }

        public Claims withGroups(String... others) {
            return new Claims(issuer, audience, subject, organisation, Set.of(others), expiresAt);
        }

        public Claims expiringAt(Instant instant) {
            return new Claims(issuer, audience, subject, organisation, groups, instant);
        }
    }

    /** The issuer whose key lies in {@code directory}; a new one, if there is none. */
    public static DevelopmentIssuer in(Path directory) {
        Path file = directory.resolve("private-key.der");
        try {
            if (Files.exists(file)) {
                return new DevelopmentIssuer(read(file));
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair fresh = generator.generateKeyPair();
            Files.createDirectories(directory);
            writePrivately(file, fresh.getPrivate().getEncoded());
            return new DevelopmentIssuer(fresh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** In the form {@code quarkus.oidc.public-key} takes: base64 of the X.509 encoding. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    /** What the OpenID Connect extension has to be told to believe this issuer. */
    public Map<String, String> oidcSettings() {
        return Map.of("quarkus.oidc.public-key", publicKey(), "quarkus.oidc.token.issuer", ISSUER);
    }

    /** A signed token with these claims; one that names no expiry is good for 30 days. */
    public String token(Claims claims) {
        Instant now = Instant.now();
        Instant expiresAt = claims.expiresAt() == null ? now.plus(VALID_FOR) : claims.expiresAt();
        var builder = Jwt.issuer(claims.issuer())
                .audience(claims.audience())
                .subject(claims.subject())
                .groups(claims.groups())
                .issuedAt(now.isBefore(expiresAt) ? now : expiresAt.minusSeconds(60))
                .expiresAt(expiresAt);
        if (claims.organisation() != null) {
            builder.claim("org", claims.organisation());
        }
        return builder.sign(key.getPrivate());
    }

    /** The names of the ready tokens. */
    static List<String> holders() {
        return HOLDERS.keySet().stream().sorted().toList();
    }

    /** Writes one ready token for each of the usual callers, readable by the present user only. */
    void writeTokens(Path directory) {
        // Always afresh: cheaper than finding out which of them are still good for this key and for a day's work.
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, Claims> holder : HOLDERS.entrySet()) {
                writePrivately(
                        directory.resolve(holder.getKey() + ".jwt"),
                        token(holder.getValue()).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        PrivateKey privateKey = rsa.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
        RSAPrivateCrtKey crt = (RSAPrivateCrtKey) privateKey;
        PublicKey publicKey = rsa.generatePublic(new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent()));
        return new KeyPair(publicKey, privateKey);
    }

    // Private from its first byte on, and complete or absent: a temporary file is made with mode 600 where modes exist.
    private static void writePrivately(Path file, byte[] content) throws IOException {
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), null);
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
