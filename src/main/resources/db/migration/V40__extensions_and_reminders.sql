-- The clock on record: reminders before a case is due, more time from a regulator, and what its history needs to tell of it.
ALTER TABLE technical_test
    -- When the next reminder is told; it stands still with the clock.
    ADD COLUMN remind_at    timestamptz,
    -- Since when it is examined, without the time the clock stood; of a concluded case, how long the examination took.
    ADD COLUMN claimed_at   timestamptz,
    ADD COLUMN stood_millis bigint NOT NULL DEFAULT 0 CHECK (stood_millis >= 0);

UPDATE technical_test SET remind_at = due_at - interval '48 hours'
 WHERE state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER') AND overdue_announced_at IS NULL;

CREATE INDEX technical_test_reminders ON technical_test (remind_at)
    WHERE remind_at IS NOT NULL AND state IN ('QUEUED', 'IN_TEST');
-- What the last cases of a kind took.
CREATE INDEX technical_test_concluded ON technical_test (os, concluded_at DESC) WHERE concluded_at IS NOT NULL;

ALTER TABLE test_event
    -- Of what moved the clock or what may be expected: the due instant before, if it moved, and after it.
    ADD COLUMN previous_due_at timestamptz,
    ADD COLUMN due_at          timestamptz,
    -- What was told to be expected then, and on how many cases that rested.
    ADD COLUMN expected_at     timestamptz,
    ADD COLUMN expected_from   timestamptz,
    ADD COLUMN expected_to     timestamptz,
    ADD COLUMN expected_stage  text CHECK (expected_stage IN ('WHOLE', 'EXAMINATION')),
    ADD COLUMN expected_os     text,
    ADD COLUMN expected_cases  integer CHECK (expected_cases > 0),
    ADD CONSTRAINT test_event_expects_as_a_whole CHECK (
        num_nonnulls(expected_at, expected_from, expected_to, expected_stage, expected_os, expected_cases) IN (0, 6)),
    ADD CONSTRAINT test_event_extension_is_whole CHECK (
        what <> 'EXTENDED' OR (previous_due_at IS NOT NULL AND due_at > previous_due_at AND detail IS NOT NULL));
