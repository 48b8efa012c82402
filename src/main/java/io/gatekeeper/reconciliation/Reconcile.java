package io.gatekeeper.reconciliation;

import io.agroal.api.AgroalDataSource;
import io.gatekeeper.outbox.WaitingEvents;
import io.gatekeeper.release.AskAgain;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;

/**
 * The command: looks at everything, the topic of decisions included, looks at what it found a second time, and prints what
 * still disagrees. Ends with 0 when all agrees, 1 when not or when it cannot tell.
 */
@Unremovable
@ApplicationScoped
public class Reconcile implements QuarkusApplication {

    /** The first argument that asks for it. */
    public static final String COMMAND = "reconcile";

    /** Asks again for the tests that were never opened, and decides again on verdicts that were not followed. */
    private static final String AGAIN = "--again";

    private static final int PAGE = 1_000;
    /** Of each kind: whoever finds so many has another problem. */
    private static final int MOST = 10_000;

    private static final int MOST_NAMED = 20;
    private static final Duration STALLED = Duration.ofMinutes(1);

    private final AgroalDataSource database;
    private final WaitingEvents waiting;
    private final UntoldDecisions untold;
    private final AskAgain askAgain;
    private final ReconciliationConfig config;
    private final Clock clock;

    Reconcile(
            AgroalDataSource database,
            WaitingEvents waiting,
            UntoldDecisions untold,
            AskAgain askAgain,
            ReconciliationConfig config,
            Clock clock) {
        this.database = database;
        this.waiting = waiting;
        this.untold = untold;
        this.askAgain = askAgain;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int run(String... arguments) throws SQLException, InterruptedException {
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        if (!List.of(AGAIN).containsAll(options)) {
            System.err.println("usage: reconcile [" + AGAIN + "]");
            return 2;
        }
        boolean stalled = waiting.oldestAge().compareTo(STALLED) > 0;
        Map<Kind, List<String>> found = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            found.put(kind, all(kind));
        }
        if (found.values().stream().anyMatch(ids -> !ids.isEmpty())) {
            Thread.sleep(config.secondLook().toMillis());
            for (Kind kind : Kind.values()) {
                found.put(kind, still(kind, found.get(kind)));
            }
        }
        boolean agree = true;
        for (Kind kind : Kind.values()) {
            agree &= report(kind.title(), found.get(kind));
        }
        if (stalled) {
            System.out.println("the outbox stands: what rests on its events may be under way");
            agree = false;
        }
        agree &= reportDecisions();
        System.out.println(agree ? "all agree" : "not all agree");
        if (options.contains(AGAIN)) {
            askAgain(found);
        }
        return agree ? 0 : 1;
    }

    private List<String> all(Kind kind) throws SQLException {
        List<String> found = new ArrayList<>();
        String cursor = kind.start();
        List<String> page;
        do {
            try (Comparison comparison = new Comparison(database.getConnection())) {
                page = comparison.page(kind, cursor, PAGE);
                found.addAll(comparison.disagreeing(kind, page, before()));
            }
            cursor = page.isEmpty() ? cursor : page.get(page.size() - 1);
        } while (page.size() == PAGE && found.size() < MOST);
        return found;
    }

    private List<String> still(Kind kind, List<String> ids) throws SQLException {
        try (Comparison comparison = new Comparison(database.getConnection())) {
            return comparison.disagreeing(kind, ids, before());
        }
    }

    private Instant before() {
        return clock.instant().minus(config.grace());
    }

    private boolean reportDecisions() throws SQLException, InterruptedException {
        try {
            UntoldDecisions.Found found = untold.find(config.grace());
            System.out.printf("%d decisions looked for on their topic%n", found.compared());
            return report("decisions neither on their topic nor in the outbox", found.missing());
        } catch (KafkaException | IllegalStateException e) {
            System.out.println("decisions on their topic: cannot tell, " + e.getMessage());
            return false;
        }
    }

    private static boolean report(String title, List<String> ids) {
        System.out.printf("%d %s%n", ids.size(), title);
        ids.stream().limit(MOST_NAMED).forEach(id -> System.out.println("  " + id));
        if (ids.size() > MOST_NAMED) {
            System.out.println("  …");
        }
        return ids.isEmpty();
    }

    private void askAgain(Map<Kind, List<String>> found) {
        int asked = 0;
        for (Kind kind : List.of(Kind.TEST_NOT_OPENED, Kind.VERDICT_NOT_FOLLOWED)) {
            for (String id : found.get(kind)) {
                asked += askAgain.ask(UUID.fromString(id)) ? 1 : 0;
            }
        }
        System.out.printf("%d asked for again or decided again; look once more when the relay has sent it%n", asked);
    }
}
