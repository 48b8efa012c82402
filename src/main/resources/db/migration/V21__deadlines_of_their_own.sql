-- By when each case is due, and when it was announced as overdue. In a narrow table of its own, because a hundred thousand
-- cases may fall due in one second: marked in technical_test, each of them would be a new version of a wide row, with a new
-- entry in nearly every index there is.
--
-- technical_test alone writes due_at here, by its triggers, whoever changes it; so no foreign key has to be looked up.
CREATE TABLE test_deadline (
    test_id      uuid        PRIMARY KEY,
    -- Null while no deadline runs: once the case is closed, or while its clock stands and stood before it was late.
    due_at       timestamptz,
    announced_at timestamptz
);
-- Sweeps touch only what is due, so a million open cases cost no more than a hundred.
CREATE INDEX test_deadline_due ON test_deadline (due_at) WHERE announced_at IS NULL AND due_at IS NOT NULL;

CREATE FUNCTION running_deadline(test technical_test) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN test.state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER')
                 AND (test.clock_stopped_at IS NULL OR test.clock_stopped_at >= test.due_at)
                THEN test.due_at END
$$;

CREATE FUNCTION technical_test_has_a_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO test_deadline (test_id, due_at) SELECT t.id, running_deadline(t) FROM opened t;
    RETURN NULL;
END $$;
CREATE TRIGGER technical_test_has_a_deadline AFTER INSERT ON technical_test
    REFERENCING NEW TABLE AS opened
    FOR EACH STATEMENT EXECUTE FUNCTION technical_test_has_a_deadline();

-- Whoever stops, moves or ends a deadline holds its row until the end of the transaction, and so does the sweep that
-- announces it: what either tells of the case comes in one order.
CREATE FUNCTION technical_test_moves_its_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE test_deadline SET due_at = running_deadline(NEW) WHERE test_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER technical_test_moves_its_deadline AFTER UPDATE ON technical_test
    FOR EACH ROW WHEN (OLD.due_at <> NEW.due_at
                       OR OLD.clock_stopped_at IS DISTINCT FROM NEW.clock_stopped_at
                       OR (OLD.state IN ('PASSED', 'FAILED', 'CANCELLED')) <> (NEW.state IN ('PASSED', 'FAILED', 'CANCELLED')))
    EXECUTE FUNCTION technical_test_moves_its_deadline();

-- The version before this one marks technical_test. While its replicas run beside those of this one, an announcement is made
-- by whichever comes first, and once.
CREATE FUNCTION test_is_announced_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE test_deadline SET announced_at = NEW.overdue_announced_at WHERE test_id = NEW.id AND announced_at IS NULL;
    RETURN CASE WHEN FOUND THEN NEW END;
END $$;
CREATE TRIGGER technical_test_is_announced_once BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (OLD.overdue_announced_at IS NULL AND NEW.overdue_announced_at IS NOT NULL)
    EXECUTE FUNCTION test_is_announced_once();

INSERT INTO test_deadline (test_id, due_at, announced_at)
SELECT t.id, running_deadline(t), t.overdue_announced_at FROM technical_test t;

-- The version before finds what is due in the index by state.
DROP INDEX technical_test_due;
