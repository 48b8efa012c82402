package io.gatekeeper.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatekeeper.time.RealTime;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers for a minute which tokens the OpenID Connect extension has verified, because a platform sends the same one
 * with every call, and to verify it costs more than all else a read does outside of the database.
 *
 * <p>Only what was verified is remembered, by the whole credentials, signature included: others, however alike, are
 * verified themselves. An expired token is refused from its first second on; a key that the provider withdraws stops to
 * count within the minute.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class VerifiedTokens implements HttpAuthenticationMechanism {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    /** @param bearer null for a token that says too little; such a one may do nothing */
    private record Verified(SecurityIdentity identity, long expiresAt, KnownBearer bearer) {}

    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            // What little upkeep there is costs less than to wake a thread for it, which every few calls would.
            .executor(Runnable::run)
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST)
            .build();
    private final OidcAuthenticationMechanism oidc;

    VerifiedTokens(OidcAuthenticationMechanism oidc) {
        this.oidc = oidc;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        String credentials = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (credentials == null) {
            return oidc.authenticate(context, identities);
        }
        Verified known = remembered(credentials);
        if (known != null) {
            return Uni.createFrom().item(known.identity());
        }
        return oidc.authenticate(context, identities).invoke(identity -> remember(credentials, identity));
    }

    /** Whose credentials these are; empty unless they were verified within the minute and have not expired since. */
    Optional<KnownBearer> bearer(String credentials) {
        Verified known = credentials == null ? null : remembered(credentials);
        return known == null ? Optional.empty() : Optional.ofNullable(known.bearer());
    }

    /** Null for those that have to be verified. */
    private Verified remembered(String credentials) {
        Verified known = verified.getIfPresent(credentials);
        return known != null && RealTime.epochSecond() < known.expiresAt() ? known : null;
    }

    private void remember(String credentials, SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken claims) {
            verified.put(
                    credentials,
                    new Verified(withoutRequest(identity), claims.getExpirationTime(), bearer(identity, claims)));
        }
    }

    private static KnownBearer bearer(SecurityIdentity identity, JsonWebToken claims) {
        Set<Role> roles = Arrays.stream(Role.values())
                .filter(role -> identity.hasRole(role.claim()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
        return claims.getClaim(Caller.ORGANISATION_CLAIM) instanceof String organisation && !organisation.isBlank()
                ? new KnownBearer(organisation, roles)
                : null;
    }

    /** The attributes hold the call it came with, which must not outlive its answer. */
    private static SecurityIdentity withoutRequest(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles())
                .addCredentials(identity.getCredentials())
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }
}
