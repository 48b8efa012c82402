-- The clock on record: reminders before a case is due, more time from a regulator, and what its history needs to tell of it.
ALTER TABLE technical_test
    -- Since when it is examined, without the time the clock stood; of a concluded case, how long the examination took.
    ADD COLUMN claimed_at   timestamptz,
    ADD COLUMN stood_millis bigint NOT NULL DEFAULT 0 CHECK (stood_millis >= 0);

-- When the next reminder is told: the first 48 hours before the case is due. It stands still with the clock.
ALTER TABLE test_deadline ADD COLUMN remind_at timestamptz;
UPDATE test_deadline d SET remind_at = t.due_at - interval '48 hours'
  FROM technical_test t WHERE t.id = d.test_id AND t.state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER');
CREATE INDEX test_deadline_reminder ON test_deadline (remind_at)
    WHERE remind_at IS NOT NULL AND announced_at IS NULL AND due_at IS NOT NULL;

CREATE OR REPLACE FUNCTION technical_test_has_a_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO test_deadline (test_id, due_at, remind_at)
    SELECT t.id, running_deadline(t), t.due_at - interval '48 hours' FROM opened t;
    RETURN NULL;
END $$;

-- A stop moves the reminder with what is due. More time, while the clock goes on or stands as before, begins anew: it is
-- reminded of and announced again.
CREATE OR REPLACE FUNCTION technical_test_moves_its_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due_at > OLD.due_at AND NEW.clock_stopped_at IS NOT DISTINCT FROM OLD.clock_stopped_at THEN
        UPDATE test_deadline
           SET due_at = running_deadline(NEW), remind_at = NEW.due_at - interval '48 hours', announced_at = NULL
         WHERE test_id = NEW.id;
    ELSE
        UPDATE test_deadline SET due_at = running_deadline(NEW), remind_at = remind_at + (NEW.due_at - OLD.due_at)
         WHERE test_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

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
