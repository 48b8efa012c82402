package io.gatekeeper.publisher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The present statuses of publishers as they are answered, any number of them of one snapshot.
 *
 * <p>One statement reads the present versions, and whatever was answered at these before is answered again, without
 * deriving or writing it anew. It never relies on its memory alone, and where that does not do it asks
 * {@link PresentFacts}.
 */
@ApplicationScoped
class PreparedStatuses {

    private static final int MOST_BYTES = 16 << 20;

    /**
     * @param instant  the instant of all of them, as it stands in JSON
     * @param statuses in the order asked
     */
    record Answers(byte[] instant, PreparedStatus[] statuses) {

        Answers(Instant at, PreparedStatus[] statuses) {
            this(at.toString().getBytes(StandardCharsets.US_ASCII), statuses);
        }

        PresentAnswer of(int place) {
            return new PresentAnswer(statuses[place], instant);
        }
    }

    private final AgroalDataSource database;
    private final PresentFacts facts;
    private final Clock clock;
    private final ObjectMapper json;

    /** Facts are remembered for half a minute, and what was made of them for as long: a minute in all. */
    private final Cache<CreditCode, PreparedStatus> prepared = Caffeine.newBuilder()
            // What little upkeep there is costs less than to wake a thread for it, which every few reads would.
            .executor(Runnable::run)
            .maximumWeight(MOST_BYTES)
            .<CreditCode, PreparedStatus>weigher((publisher, status) -> status.weight())
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    PreparedStatuses(AgroalDataSource database, PresentFacts facts, Clock clock, ObjectMapper json) {
        this.database = database;
        this.facts = facts;
        this.clock = clock;
        this.json = json;
    }

    /** An answer for each, also for one that nobody has heard of, and for each time one is asked for. */
    Answers of(List<CreditCode> publishers) {
        PresentVersions versions = versions(Publishers.codes(publishers));
        Instant now = clock.instant();
        PreparedStatus[] statuses = new PreparedStatus[publishers.size()];
        for (int i = 0; i < statuses.length; i++) {
            CreditCode publisher = publishers.get(i);
            PresentVersions.Of present = versions.of(publisher);
            PreparedStatus one = present == null ? null : prepared.getIfPresent(publisher);
            if (one == null || !one.holds(versions.regimeVersion(), present, now)) {
                // One that is missing is reason to read all again, for all answers are of one snapshot.
                return prepare(publishers);
            }
            statuses[i] = one;
        }
        return new Answers(now, statuses);
    }

    /** By itself and with no transaction around it: one statement is one snapshot, and one round trip. */
    private PresentVersions versions(String[] codes) {
        try (Connection connection = database.getConnection()) {
            return PresentVersions.read(connection, codes);
        } catch (SQLException e) {
            throw new IllegalStateException("the present versions cannot be read", e);
        }
    }

    private Answers prepare(List<CreditCode> publishers) {
        PresentFacts.Present present = facts.of(publishers);
        Map<CreditCode, PreparedStatus> statuses = new HashMap<>();
        for (CreditCode publisher : publishers) {
            if (!statuses.containsKey(publisher)) {
                PreparedStatus status = PreparedStatus.of(
                        present.regime().version(),
                        present.of(publisher),
                        present.now(),
                        present.until(publisher),
                        json);
                statuses.put(publisher, status);
                if (present.publishers().containsKey(publisher)) {
                    prepared.put(publisher, status);
                }
            }
        }
        return new Answers(present.now(), publishers.stream().map(statuses::get).toArray(PreparedStatus[]::new));
    }
}
