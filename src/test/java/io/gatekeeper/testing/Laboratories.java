package io.gatekeeper.testing;

import static org.hamcrest.Matchers.oneOf;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Registers laboratories as an officer does, and has cases drawn for a second one. */
public final class Laboratories {

    private Laboratories() {}

    public static ValidatableResponse register(String laboratory, Map<String, Object> entry) {
        return Gate.as(Tokens.regulator("officer-1"))
                .put("/v1/laboratories/{id}", entry, laboratory)
                .then();
    }

    /** Puts it on the register, or changes what stands there. */
    public static void registered(String laboratory, Map<String, Object> entry) {
        register(laboratory, entry).statusCode(oneOf(200, 201));
    }

    /** Makes it nobody's second laboratory: only what is on the register, with capacity, is drawn for. */
    public static void close(String laboratory) {
        registered(laboratory, Map.of("name", "Closed", "capacity", 0));
    }

    /** Every passed case that was opened from then until then, and as good as none after. */
    public static void drawEveryCase(EntityManager database, Instant from, Instant until) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                        INSERT INTO second_laboratory_draw (effective_from, one_in)
                        VALUES (:from, 1), (:until, 2147483647) ON CONFLICT DO NOTHING
                        """)
                        .setParameter("from", from.atOffset(ZoneOffset.UTC))
                        .setParameter("until", until.atOffset(ZoneOffset.UTC))
                        .executeUpdate());
    }
}
