-- A deadline that moves while the clock stays as it is, running or stopped, is more time somebody gave: when that has passed too,
-- it is announced again. An answer starts the clock and moves the deadline only by the time it stood.
CREATE OR REPLACE FUNCTION technical_test_moves_its_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE test_deadline
       SET due_at = running_deadline(NEW),
           announced_at = CASE WHEN NEW.due_at <= OLD.due_at
                                 OR NEW.clock_stopped_at IS DISTINCT FROM OLD.clock_stopped_at THEN announced_at END
     WHERE test_id = NEW.id;
    RETURN NULL;
END $$;
