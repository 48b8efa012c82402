package io.gatekeeper.publisher;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The versions of the regime and of publishers, of one snapshot: what is remembered of them is held against these before
 * it is believed.
 *
 * @param publishers by code, as text: to check thousands of codes that were checked when they were written takes longer than to
 *                   find them; without those nobody has heard of
 */
record PresentVersions(long regimeVersion, Map<String, Of> publishers) {

    /** The regime comes first, so that its version is there even if nobody has heard of any of the publishers. */
    private static final String VERSIONS = """
            SELECT r.version, p.credit_code, p.status_version, p.name
              FROM regime r LEFT JOIN publisher p ON p.credit_code = ANY (?)
            """;

    /** @param name null for one not registered; it may change while the status version stays */
    record Of(long statusVersion, String name) {}

    /** Null of one nobody has heard of. */
    Of of(CreditCode publisher) {
        return publishers.get(publisher.value());
    }

    static PresentVersions read(Connection connection, String[] codes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            statement.setArray(1, connection.createArrayOf("text", codes));
            try (ResultSet row = statement.executeQuery()) {
                long regimeVersion = 0;
                Map<String, Of> publishers = new HashMap<>(2 * codes.length);
                while (row.next()) {
                    regimeVersion = row.getLong(1);
                    String code = row.getString(2);
                    if (code != null) {
                        publishers.put(code, new Of(row.getLong(3), row.getString(4)));
                    }
                }
                return new PresentVersions(regimeVersion, publishers);
            }
        }
    }
}
