package io.gatekeeper;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;

/**
 * Waits for PostgreSQL before anything is started that needs it, because in a cluster nobody says which comes first. The
 * probes find no port meanwhile, which is what a pod that has not started looks like.
 */
final class AwaitPostgres {

    static final String PATIENCE = "gatekeeper.start.patience";

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int TRIES_BETWEEN_WORDS = 10;
    private static final String SECONDS_TO_CONNECT = "3";

    private AwaitPostgres() {}

    /** Why it is not there at the end of the patience that is configured, in one sentence; empty once it answers. */
    static Optional<String> refusal(Config config) throws InterruptedException {
        Duration patience = config.getOptionalValue(PATIENCE, Duration.class).orElse(Duration.ofMinutes(10));
        String url = config.getValue("quarkus.datasource.jdbc.url", String.class);
        Properties login = login(config);
        long end = System.nanoTime() + patience.toNanos();
        for (int tries = 0; ; tries++) {
            try {
                DriverManager.getConnection(url, login).close();
                return Optional.empty();
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    return Optional.of("The release gatekeeper does not start without PostgreSQL, and waited "
                            + patience.toSeconds() + " s for it: " + e.getMessage());
                }
                if (tries % TRIES_BETWEEN_WORDS == 0) {
                    System.err.println("The release gatekeeper waits for PostgreSQL: " + e.getMessage());
                }
            }
            Thread.sleep(BETWEEN_TRIES.toMillis());
        }
    }

    private static Properties login(Config config) {
        Properties login = new Properties();
        config.getOptionalValue("quarkus.datasource.username", String.class)
                .ifPresent(user -> login.setProperty("user", user));
        config.getOptionalValue("quarkus.datasource.password", String.class)
                .ifPresent(password -> login.setProperty("password", password));
        login.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        login.setProperty("loginTimeout", SECONDS_TO_CONNECT);
        return login;
    }
}
