package io.gatekeeper.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatekeeper.batching.RoundTrip.Part;
import io.gatekeeper.batching.RoundTrip.Values;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RoundTripTest {

    @Inject
    DataSource database;

    private Connection connection;

    @BeforeEach
    void aTableOfThisTransactionAlone() throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
        try (Statement create = connection.createStatement()) {
            create.execute("CREATE TEMP TABLE trip (n integer PRIMARY KEY, word text) ON COMMIT DROP");
        }
    }

    @AfterEach
    void end() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void answersEachPartWithItsOwnRows() throws SQLException {
        Part<List<String>> first = asking("SELECT upper(w) FROM unnest(?) AS u(w)", texts("a", "b"));
        Part<List<String>> none = asking("SELECT w FROM unnest(?) AS u(w) WHERE false", texts("c"));
        Part<List<String>> last = asking("SELECT w FROM unnest(?) AS u(w)", texts("d", null));
        // More often than the driver needs to prepare the statements on the server.
        for (int i = 0; i < 10; i++) {
            RoundTrip.make(connection, List.of(first, none, last));
        }
        assertThat(first.answer()).containsExactly("A", "B");
        assertThat(none.answer()).isEmpty();
        assertThat(last.answer()).containsExactly("d", null);
    }

    @Test
    void showsEachPartWhatThoseBeforeItWrote() throws SQLException {
        Part<List<String>> before = asking("SELECT word FROM trip");
        Part<List<String>> after = asking("SELECT word FROM trip ORDER BY n");
        RoundTrip.make(connection, List.of(before, writing(2, "one", "two"), after));
        assertThat(before.answer()).isEmpty();
        assertThat(after.answer()).containsExactly("one", "two");
    }

    @Test
    void writesNothingMoreAfterAPartThatFails() throws SQLException {
        Part<List<String>> after = asking("SELECT word FROM trip");
        assertThatThrownBy(
                        () -> RoundTrip.make(connection, List.of(writing(1, "one"), writing(1, "the same key"), after)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        assertThat(after.answer()).isNull();
    }

    @Test
    void refusesToGoOnWhenNotAllRowsWereWritten() {
        assertThatThrownBy(() -> RoundTrip.make(connection, List.of(writing(3, "one", "two"))))
                .hasMessageContaining("2 of 3 rows");
    }

    @Test
    void asksNothingForNoParts() throws SQLException {
        connection.close();
        RoundTrip.make(connection, List.of());
        connection = database.getConnection();
        connection.setAutoCommit(false);
    }

    private static Values texts(String... words) {
        return new Values("text", words);
    }

    private static Part<List<String>> asking(String sql, Values... values) {
        return Part.asking(sql, List.of(values), RoundTripTest::words);
    }

    private static Part<Void> writing(int rows, String... words) {
        return Part.writing(
                "INSERT INTO trip SELECT n, w FROM unnest(?) WITH ORDINALITY AS u(w, n)", List.of(texts(words)), rows);
    }

    private static List<String> words(ResultSet rows) throws SQLException {
        List<String> words = new ArrayList<>();
        while (rows.next()) {
            words.add(rows.getString(1));
        }
        return words;
    }
}
