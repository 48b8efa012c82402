package io.gatekeeper.identity;

import java.util.OptionalInt;

/** How many a minute; as many may come at once after a minute of none. */
interface QuotaPerMinute {

    OptionalInt submissions();

    OptionalInt reads();

    OptionalInt others();
}
