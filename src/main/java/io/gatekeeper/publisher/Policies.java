package io.gatekeeper.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.Session;

/** The versions of the policy, as the migrations put them into the database. */
@ApplicationScoped
class Policies {

    /**
     * The stored document; every field is needed, and none beside these. Only what the first policies did not know yet may be
     * missing, and stands for what is said here.
     */
    record Document(
            String version,
            Integer maxNoticesPerPeriod,
            Integer watchFrom,
            Set<String> countingIssuers,
            Set<NoticeKind> countingKinds,
            ZoneId zone,
            Period testTerm,
            Period confirmationTerm,
            Period officerTerm,
            Period publisherTerm,
            Boolean filingRequired,
            TestDays testDays,
            Integer expeditionsPerYear,
            Period expeditionTerm) {

        Document {
            testDays = testDays == null ? TestDays.CALENDAR_DAYS : testDays;
            expeditionsPerYear = expeditionsPerYear == null ? Integer.valueOf(2) : expeditionsPerYear;
            expeditionTerm = expeditionTerm == null ? Period.ofDays(7) : expeditionTerm;
        }
    }

    private final Session database;
    private final ObjectMapper json;

    Policies(Session database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** All of them, oldest first. A policy that cannot be read proves nothing, so it loads not at all. */
    List<Policy> all() {
        List<Policy> policies = database
                .createNativeQuery(
                        "SELECT version, effective_from, document FROM policy ORDER BY effective_from", Object[].class)
                .addScalar("version", String.class)
                .addScalar("effective_from", Instant.class)
                .addScalar("document", String.class)
                .getResultList()
                .stream()
                .map(row -> policy((String) row[0], (Instant) row[1], (String) row[2]))
                .toList();
        if (policies.isEmpty()) {
            throw new IllegalStateException("There is no policy, so nothing can be decided.");
        }
        return policies;
    }

    Policy policy(String version, Instant effectiveFrom, String document) {
        Document read;
        try {
            read = json.readValue(document, Document.class);
        } catch (JsonProcessingException e) {
            throw unreadable(version, e.getOriginalMessage());
        }
        check(version, read);
        return new Policy(
                version,
                effectiveFrom,
                read.maxNoticesPerPeriod(),
                read.watchFrom(),
                sorted(read.countingIssuers()),
                sorted(read.countingKinds()),
                read.zone(),
                read.testTerm(),
                read.testDays(),
                read.confirmationTerm(),
                read.officerTerm(),
                read.publisherTerm(),
                read.filingRequired(),
                read.expeditionsPerYear(),
                read.expeditionTerm(),
                Sha256.hex(document));
    }

    private static void check(String version, Document read) {
        demand(version, version.equals(read.version()), "its document names another version");
        demand(
                version,
                read.maxNoticesPerPeriod() != null && read.maxNoticesPerPeriod() > 0,
                "maxNoticesPerPeriod must be at least 1");
        demand(
                version,
                read.watchFrom() != null && read.watchFrom() > 0 && read.watchFrom() <= read.maxNoticesPerPeriod(),
                "watchFrom must be between 1 and maxNoticesPerPeriod");
        demand(version, !isEmpty(read.countingIssuers()), "countingIssuers must not be empty");
        demand(version, !isEmpty(read.countingKinds()), "countingKinds must not be empty");
        demand(version, read.zone() != null, "zone is missing");
        demand(version, isPositive(read.testTerm()), "testTerm must be a positive number of days");
        demand(version, isPositive(read.confirmationTerm()), "confirmationTerm must be a positive number of days");
        demand(version, isPositive(read.officerTerm()), "officerTerm must be a positive number of days");
        demand(version, isPositive(read.publisherTerm()), "publisherTerm must be a positive number of days");
        demand(version, read.filingRequired() != null, "filingRequired is missing");
        demand(version, read.expeditionsPerYear() >= 0, "expeditionsPerYear must not be negative");
        demand(version, isPositive(read.expeditionTerm()), "expeditionTerm must be a positive number of days");
    }

    private static void demand(String version, boolean holds, String otherwise) {
        if (!holds) {
            throw unreadable(version, otherwise);
        }
    }

    private static IllegalStateException unreadable(String version, String why) {
        return new IllegalStateException("Policy " + version + " cannot be used: " + why + ".");
    }

    /** Always in one order, so that every answer shows a policy alike. */
    private static <T> Set<T> sorted(Set<T> set) {
        return Collections.unmodifiableSet(new TreeSet<>(set));
    }

    private static boolean isEmpty(Set<?> set) {
        return set == null || set.isEmpty() || set.contains(null);
    }

    private static boolean isPositive(Period term) {
        LocalDate anyDay = LocalDate.EPOCH;
        return term != null && anyDay.plus(term).isAfter(anyDay);
    }
}
