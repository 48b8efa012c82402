package io.gatekeeper.reconciliation;

/**
 * A way in which what is stored may disagree. Each is a walk over what there is, in the order of an index and from where the
 * last one ended, and a question that tells of so many of them at once which disagree.
 */
enum Kind {
    /** The request says which decision stands, and there is none, or one that says something else. */
    DECISION_MISSING(
            "requests without the decision they rest on",
            false,
            "SELECT id::text FROM release_request WHERE id > CAST(? AS uuid) ORDER BY id LIMIT ?",
            """
            SELECT r.id::text FROM unnest(?) AS s(id) JOIN release_request r ON r.id = CAST(s.id AS uuid)
             WHERE r.submitted_at < ?
               AND NOT EXISTS (SELECT FROM decision d
                                WHERE d.release_request_id = r.id AND d.sequence = r.decision_sequence
                                  AND d.outcome = r.outcome)
            """),
    /** The event that asks for the test is lost or set aside: nobody will ever examine the artifact. */
    TEST_NOT_OPENED("held requests whose technical test was never opened", true, Kind.WAITING_FOR_A_TEST, """
            SELECT r.id::text FROM unnest(?) AS s(id) JOIN release_request r ON r.id = CAST(s.id AS uuid)
             WHERE r.state = 'HELD' AND r.test_requested_at < ?
               AND NOT EXISTS (SELECT FROM test_request q JOIN technical_test t ON t.id = q.test_id
                                WHERE q.release_request_id = r.id AND q.no_longer_needed_at IS NULL
                                  AND t.state <> 'CANCELLED' AND t.set_aside_at IS NULL)
            """),
    /** The event that tells of the verdict is lost: the platform waits for what is there. */
    VERDICT_NOT_FOLLOWED("held requests whose technical test is concluded", true, Kind.WAITING_FOR_A_TEST, """
            SELECT r.id::text FROM unnest(?) AS s(id) JOIN release_request r ON r.id = CAST(s.id AS uuid)
             WHERE r.state = 'HELD'
               AND EXISTS (SELECT FROM test_request q JOIN technical_test t ON t.id = q.test_id
                            WHERE q.release_request_id = r.id AND q.no_longer_needed_at IS NULL
                              AND t.state IN ('PASSED', 'FAILED') AND t.set_aside_at IS NULL
                              AND t.policy_version = r.test_requested_policy
                              AND greatest(t.concluded_at, q.requested_at) < ?)
            """),
    /**
     * Somebody works on an artifact in vain; whatever ended the need for it may have been a moment ago. A release that was
     * expedited needs its test afterwards.
     */
    TEST_NOT_NEEDED("open technical tests that no request waits for", true, """
            SELECT id::text FROM technical_test
             WHERE state NOT IN ('PASSED', 'FAILED', 'CANCELLED') AND id > CAST(? AS uuid) ORDER BY id LIMIT ?
            """, """
            SELECT t.id::text FROM unnest(?) AS s(id)
              JOIN technical_test t ON t.id = CAST(s.id AS uuid)
             CROSS JOIN LATERAL (SELECT CAST(? AS timestamptz) AS at) AS before
             WHERE t.state NOT IN ('PASSED', 'FAILED', 'CANCELLED') AND t.opened_at < before.at
               AND NOT EXISTS (
                   SELECT FROM test_request q
                     JOIN release_request r ON r.id = q.release_request_id
                     JOIN decision d ON d.release_request_id = r.id AND d.sequence = r.decision_sequence
                    WHERE q.test_id = t.id
                      AND (q.no_longer_needed_at IS NULL
                               AND (r.test_requested_policy IS NOT NULL OR r.expedition_id IS NOT NULL)
                           OR greatest(q.no_longer_needed_at, r.closed_at, d.decided_at) >= before.at))
            """),
    /** A reader is safe, because it compares; but platforms that do not ask were not told. */
    STANDING_OUTDATED("publishers with open requests decided on an earlier standing", false, """
            SELECT credit_code FROM publisher WHERE credit_code > ? ORDER BY credit_code LIMIT ?
            """, """
            SELECT p.credit_code FROM unnest(?) AS s(id) JOIN publisher p ON p.credit_code = s.id
             WHERE p.changed_at < ?
               AND EXISTS (SELECT FROM release_request r
                            WHERE r.publisher_id = p.credit_code AND r.state IN ('HELD', 'CLEARED')
                              AND r.checked_status_version < p.status_version)
            """),
    /** The same for what time or a change for all publishers has overtaken. */
    REGIME_OUTDATED(
            "open requests decided under an earlier regime, or for an instant that has passed", false, """
            SELECT id::text FROM (
              (SELECT id FROM release_request
                WHERE state IN ('HELD', 'CLEARED') AND checked_regime_version < (SELECT version FROM regime)
                ORDER BY checked_regime_version LIMIT 1000)
              UNION
              (SELECT id FROM release_request
                WHERE state IN ('HELD', 'CLEARED') AND valid_until IS NOT NULL
                ORDER BY valid_until LIMIT 1000)) AS oldest
             WHERE id > CAST(? AS uuid) ORDER BY id LIMIT ?
            """, """
            SELECT r.id::text FROM unnest(?) AS s(id) JOIN release_request r ON r.id = CAST(s.id AS uuid)
             CROSS JOIN LATERAL (SELECT CAST(? AS timestamptz) AS at) AS before
             WHERE r.state IN ('HELD', 'CLEARED')
               AND (r.checked_regime_version < (SELECT version FROM regime) OR r.valid_until < before.at)
            """);

    private static final String WAITING_FOR_A_TEST = """
            SELECT id::text FROM release_request
             WHERE state = 'HELD' AND test_requested_policy IS NOT NULL AND id > CAST(? AS uuid) ORDER BY id LIMIT ?
            """;

    private static final String BEFORE_EVERY_ID = "00000000-0000-0000-0000-000000000000";

    private final String title;
    private final boolean restsOnEvents;
    private final String walk;
    private final String question;

    /**
     * @param walk     ids after one of them, in order, as many as asked for
     * @param question which of the ids disagree, and have done so since before an instant
     */
    Kind(String title, boolean restsOnEvents, String walk, String question) {
        this.title = title;
        this.restsOnEvents = restsOnEvents;
        this.walk = walk;
        this.question = question;
    }

    /** What those are that disagree, in the plural. */
    String title() {
        return title;
    }

    /** Whether an event that still waits in the outbox would explain it. */
    boolean restsOnEvents() {
        return restsOnEvents;
    }

    String walk() {
        return walk;
    }

    String question() {
        return question;
    }

    /** Sorts before all there are. */
    String start() {
        return this == STANDING_OUTDATED ? "" : BEFORE_EVERY_ID;
    }
}
