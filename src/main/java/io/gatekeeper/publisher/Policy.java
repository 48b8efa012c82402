package io.gatekeeper.publisher;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Set;

/**
 * One version of the regime's rules: dated data, never an {@code if}.
 *
 * @param version             its name, for example {@code 2021-1}
 * @param effectiveFrom       from when it decides; until the next version does
 * @param maxNoticesPerPeriod how many counting notices a publisher may have in one period; one more imposes guidance
 * @param watchFrom           from how many on the standing is {@link Standing#WATCH}
 * @param countingIssuers     whose notices count
 * @param countingKinds       which kinds of notice count
 * @param zone                where the calendar year of a publication date is read
 * @param testTerm            how long a technical test may take
 * @param testDays            which days that counts
 * @param confirmationTerm    by when a second officer confirms a measure
 * @param officerTerm         by when an officer acts on what waits for one
 * @param publisherTerm       by when a publisher acts on what waits for it
 * @param expeditionsPerYear how many expeditions a publisher may be granted in a calendar year
 * @param expeditionTerm      for how long an expedited release may go without the verdict
 * @param filingRequired      whether a release needs a filing number (APP备案)
 * @param hash                SHA-256 over the stored document, so that two replicas can be seen to use the same
 */
public record Policy(
        String version,
        Instant effectiveFrom,
        int maxNoticesPerPeriod,
        int watchFrom,
        Set<String> countingIssuers,
        Set<NoticeKind> countingKinds,
        ZoneId zone,
        Period testTerm,
        TestDays testDays,
        Period confirmationTerm,
        Period officerTerm,
        Period publisherTerm,
        boolean filingRequired,
        int expeditionsPerYear,
        Period expeditionTerm,
        String hash) {}
