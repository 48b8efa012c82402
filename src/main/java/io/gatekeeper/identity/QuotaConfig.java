package io.gatekeeper.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** What every tenant may ask of one replica, and what some may ask instead; nothing said is no limit. */
@ConfigMapping(prefix = "gatekeeper.quota")
interface QuotaConfig extends QuotaPerMinute {

    /** Tenants with quotas of their own, by organisation; what is not said for one is as for all. */
    Map<String, QuotaPerMinute> organisations();

    /** How many calls of one tenant may be under way at the same time; the next ones wait in line. */
    @WithDefault("8")
    int atOnce();

    /** The same for calls that are much work each: batches and queries for the status of many publishers. */
    @WithDefault("2")
    int bulkAtOnce();

    /** The same for files on their way in or out, which may take hours. */
    @WithDefault("4")
    int filesAtOnce();

    /** The same for readers that wait for a newer decision, which nobody stands in line for. */
    @WithDefault("2000")
    int waitingReaders();

    /** How many calls of one tenant may wait in line. */
    @WithDefault("1000")
    int inLine();
}
