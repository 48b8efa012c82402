package io.gatekeeper.testing;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;

/** Ready tokens for the usual callers, and any other one a test wants. */
public final class Tokens {

    private Tokens() {}

    public static String platform() {
        return platform("huawei-appgallery");
    }

    public static String platform(String organisation) {
        return of(Claims.of(Role.PLATFORM, organisation, organisation + "-backend"));
    }

    public static String publisher() {
        return publisher("9144030071526726XG");
    }

    public static String publisher(String creditCode) {
        return of(Claims.of(Role.PUBLISHER, creditCode, "release-manager-1"));
    }

    public static String laboratory() {
        return laboratory("lab-beijing");
    }

    public static String laboratory(String organisation) {
        return of(Claims.of(Role.LABORATORY, organisation, "examiner-1"));
    }

    public static String regulator() {
        return regulator("officer-1");
    }

    public static String regulator(String officer) {
        return of(Claims.of(Role.REGULATOR, "miit", officer));
    }

    public static String auditor() {
        return of(Claims.of(Role.AUDITOR, "audit-office", "auditor-1"));
    }

    /** For example {@code Claims.of(Role.PLATFORM, "store", "backend").withAudience("another")}. */
    public static String of(Claims claims) {
        return Servers.issuer().token(claims);
    }
}
