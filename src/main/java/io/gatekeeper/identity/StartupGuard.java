package io.gatekeeper.identity;

import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Refuses to start a gate that would not know who is calling, would believe the wrong issuer, or could be sent where only we can go. */
public final class StartupGuard {

    /** The {@code iss} of the issuer that comes with the default run, whose private key lies about in a directory. */
    public static final String DEVELOPMENT_ISSUER = "urn:gatekeeper:development-issuer";

    private static final String PRODUCTION_PROFILE = "prod";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);

    private StartupGuard() {}

    /** What decides: how tokens are verified, who can reach the gate, and where it may be sent. */
    record Posture(
            boolean oidcEnabled,
            boolean verifierConfigured,
            boolean developmentIssuer,
            Set<String> profiles,
            String httpHost,
            String managementHost,
            boolean fetchesFromInside) {}

    /** Why the gate must not start with this configuration, in one sentence; empty if it may. */
    public static Optional<String> refusal(Config config) {
        return refusal(new Posture(
                flag(config, "quarkus.oidc.enabled") && flag(config, "quarkus.oidc.tenant-enabled"),
                text(config, "quarkus.oidc.auth-server-url").isPresent()
                        || text(config, "quarkus.oidc.public-key").isPresent(),
                text(config, "quarkus.oidc.token.issuer")
                        .filter(DEVELOPMENT_ISSUER::equals)
                        .isPresent(),
                Set.copyOf(config.unwrap(SmallRyeConfig.class).getProfiles()),
                text(config, "quarkus.http.host").orElse("0.0.0.0"),
                text(config, "quarkus.management.host").orElse("0.0.0.0"),
                text(config, "gatekeeper.artifacts.locations.also-allowed").isPresent()));
    }

    static Optional<String> refusal(Posture posture) {
        if (!posture.oidcEnabled()) {
            return Optional.of(
                    "The release gatekeeper does not start without authentication: OpenID Connect is switched"
                            + " off (quarkus.oidc.enabled, quarkus.oidc.tenant-enabled).");
        }
        if (!posture.verifierConfigured()) {
            return Optional.of("The release gatekeeper does not start without authentication: name the OpenID Connect"
                    + " provider in QUARKUS_OIDC_AUTH_SERVER_URL, or its key in QUARKUS_OIDC_PUBLIC_KEY.");
        }
        if (posture.fetchesFromInside() && posture.profiles().contains(PRODUCTION_PROFILE)) {
            return Optional.of(
                    "The release gatekeeper does not start in the production profile when it may fetch files from"
                            + " other than public addresses (gatekeeper.artifacts.locations.also-allowed).");
        }
        if (!posture.developmentIssuer()) {
            return Optional.empty();
        }
        if (posture.profiles().contains(PRODUCTION_PROFILE)) {
            return Optional.of("The release gatekeeper does not start with the development issuer in the production"
                    + " profile: build it with -Pproduction and name an OpenID Connect provider.");
        }
        if (!loopback(posture.httpHost())) {
            return Optional.of(outside("quarkus.http.host", posture.httpHost()));
        }
        if (!loopback(posture.managementHost())) {
            return Optional.of(outside("quarkus.management.host", posture.managementHost()));
        }
        return Optional.empty();
    }

    private static String outside(String key, String host) {
        return "The release gatekeeper does not start with the development issuer outside loopback: " + key + " is "
                + host + ", and has to be 127.0.0.1.";
    }

    // No look-up: a name that resolves to loopback today may not tomorrow.
    private static boolean loopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static boolean flag(Config config, String key) {
        return config.getOptionalValue(key, Boolean.class).orElse(true);
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }
}
