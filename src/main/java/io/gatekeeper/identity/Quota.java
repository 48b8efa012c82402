package io.gatekeeper.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatekeeper.http.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * How much a tenant, the organisation of the caller, may ask of this replica. It knows of no other replica, so that no
 * call waits for a count that all of them share.
 */
@ApplicationScoped
public class Quota {

    /** Far more tenants than there are; a forgotten one begins anew with its full quota. */
    private static final int MOST_TENANTS = 10_000;

    /** By then every quota is full again, so nothing is forgotten that matters. */
    private static final Duration FORGOTTEN_AFTER = Tenant.WINDOW.multipliedBy(2);

    private static final String REFUSED = "gatekeeper.quota.refused";

    private final Caller caller;
    private final MeterRegistry meters;
    private final LoadingCache<String, Tenant> tenants;

    Quota(QuotaConfig config, Caller caller, MeterRegistry meters) {
        this.caller = caller;
        this.meters = meters;
        this.tenants = Caffeine.newBuilder()
                // What little upkeep there is costs less than to wake a thread for it, which every few calls would.
                .executor(Runnable::run)
                .maximumSize(MOST_TENANTS)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build(organisation -> new Tenant(organisation, config));
        for (CallKind kind : CallKind.values()) {
            meters.counter(REFUSED, "kind", kind.label());
        }
    }

    /**
     * Counts what the present call asks for beyond one, all of it or nothing: every call was counted as one before its
     * body was read. To be called on the thread of the request and before anything is stored.
     *
     * @throws ProblemException if the quota does not allow it
     */
    public void takeMore(CallKind kind, int more) {
        take(present(), kind, more);
    }

    void take(Tenant tenant, CallKind kind, int count) {
        try {
            tenant.take(kind, count);
        } catch (ProblemException e) {
            refused(kind);
            throw e;
        }
    }

    void refused(CallKind kind) {
        meters.counter(REFUSED, "kind", kind.label()).increment();
    }

    Tenant present() {
        return of(caller.organisation());
    }

    Tenant of(String organisation) {
        return tenants.get(organisation);
    }
}
