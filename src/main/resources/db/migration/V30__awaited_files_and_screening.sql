-- A case may wait for its file and for the screening of it before it is queued, and what the screening found is a matter
-- of the case until the laboratory has looked at it.

ALTER TABLE technical_test DROP CONSTRAINT technical_test_state_check;
ALTER TABLE technical_test ADD CONSTRAINT technical_test_state_check CHECK (state IN
    ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'PASSED', 'FAILED', 'CANCELLED'));
-- What the screening said of the file, once it did.
ALTER TABLE technical_test ADD COLUMN screening text CHECK (screening IN ('CLEAN', 'FINDINGS', 'FAILED'));
ALTER TABLE technical_test DROP CONSTRAINT technical_test_queued_has_no_claim;
ALTER TABLE technical_test ADD CONSTRAINT technical_test_queued_has_no_claim
    CHECK (state NOT IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED') OR (laboratory IS NULL AND claimed_until IS NULL));

DROP INDEX technical_test_one_open;
CREATE UNIQUE INDEX technical_test_one_open ON technical_test (publisher_id, package_name, os, sha256)
    WHERE state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER');
-- The clock runs while a case waits for its file.
CREATE OR REPLACE FUNCTION running_deadline(test technical_test) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN test.state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER')
                 AND (test.clock_stopped_at IS NULL OR test.clock_stopped_at >= test.due_at)
                THEN test.due_at END
$$;
-- What the app passed last, for the screening of its next file.
CREATE INDEX technical_test_last_passed ON technical_test (publisher_id, package_name, os, concluded_at)
    WHERE state = 'PASSED';

CREATE OR REPLACE FUNCTION technical_test_begins_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED') OR NEW.screening IS NOT NULL THEN
        RAISE EXCEPTION 'technical test % cannot begin as %', NEW.id, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- What is not in the queue is not examined: its file has not arrived, or has not been looked at.
CREATE FUNCTION technical_test_is_taken_from_the_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'technical test % cannot go from % to %', OLD.id, OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER technical_test_is_taken_from_the_queue BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (OLD.state IN ('OPENED', 'AWAITING_ARTIFACT') AND NEW.state IN ('IN_TEST', 'AWAITING_PUBLISHER'))
    EXECUTE FUNCTION technical_test_is_taken_from_the_queue();

-- Findings of the screening are the gate's own. A laboratory that finds one to be none dismisses it, on record.
ALTER TABLE finding ADD COLUMN origin text NOT NULL DEFAULT 'LABORATORY' CHECK (origin IN ('LABORATORY', 'SCREENING'));
CREATE TABLE finding_dismissal (
    finding_id   uuid        PRIMARY KEY REFERENCES finding,
    reason       text        NOT NULL CHECK (reason <> ''),
    laboratory   text        NOT NULL,
    dismissed_by text        NOT NULL,
    dismissed_at timestamptz NOT NULL
);
CREATE TRIGGER finding_dismissal_is_append_only BEFORE UPDATE OR DELETE ON finding_dismissal
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();

CREATE FUNCTION dismissal_needs_an_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM finding f JOIN technical_test t ON t.id = f.test_id
                    WHERE f.id = NEW.finding_id AND f.origin = 'SCREENING'
                      AND t.state = 'IN_TEST' AND t.laboratory = NEW.laboratory) THEN
        RAISE EXCEPTION 'finding % is not one that % may dismiss', NEW.finding_id, NEW.laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dismissal_needs_an_examination BEFORE INSERT ON finding_dismissal
    FOR EACH ROW EXECUTE FUNCTION dismissal_needs_an_examination();

CREATE OR REPLACE FUNCTION finding_needs_an_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.origin = 'SCREENING' THEN
        IF NOT EXISTS (SELECT FROM technical_test
                        WHERE id = NEW.test_id AND state NOT IN ('PASSED', 'FAILED', 'CANCELLED')) THEN
            RAISE EXCEPTION 'technical test % is closed', NEW.test_id USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM technical_test
                       WHERE id = NEW.test_id AND state = 'IN_TEST' AND laboratory = NEW.laboratory) THEN
        RAISE EXCEPTION 'technical test % is not examined by %', NEW.test_id, NEW.laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- As it was, but that a dismissed finding neither fails a test nor stands against its pass.
CREATE VIEW standing_finding AS
    SELECT f.* FROM finding f WHERE NOT EXISTS (SELECT FROM finding_dismissal d WHERE d.finding_id = f.id);

CREATE OR REPLACE FUNCTION technical_test_is_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a technical test is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('PASSED', 'FAILED', 'CANCELLED') THEN
        RAISE EXCEPTION 'technical test % is closed as %: it never changes again', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.publisher_id, NEW.package_name, NEW.os, NEW.sha256, NEW.policy_version, NEW.opened_at)
        IS DISTINCT FROM
       (OLD.id, OLD.publisher_id, OLD.package_name, OLD.os, OLD.sha256, OLD.policy_version, OLD.opened_at) THEN
        RAISE EXCEPTION 'technical test % cannot change what it is about', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    -- Only an examination ends in a verdict; a case is never concluded from the queue or while the clock stands.
    IF NEW.state IN ('PASSED', 'FAILED') AND OLD.state <> 'IN_TEST' THEN
        RAISE EXCEPTION 'technical test % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'FAILED' AND NOT EXISTS (SELECT FROM standing_finding WHERE test_id = NEW.id) THEN
        RAISE EXCEPTION 'technical test % cannot fail without a finding', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'PASSED'
        AND EXISTS (SELECT FROM standing_finding WHERE test_id = NEW.id AND severity IN ('MAJOR', 'CRITICAL')) THEN
        RAISE EXCEPTION 'technical test % cannot pass with a major or critical finding', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- The screenings that are to be done, one of a case, and how those that were done ended. Any replica takes one that is due
-- and puts its due instant off by a lease, so that another takes it up when the first has died over it.
CREATE TABLE test_screening (
    test_id  uuid        PRIMARY KEY REFERENCES technical_test,
    state    text        NOT NULL CHECK (state IN ('PENDING', 'DONE', 'FAILED')),
    attempts int         NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at   timestamptz NOT NULL,
    -- Why the latest attempt failed, in a sentence.
    problem  text,
    ended_at timestamptz,
    CONSTRAINT test_screening_ends_once CHECK ((state = 'PENDING') = (ended_at IS NULL)),
    CONSTRAINT test_screening_fails_for_a_reason CHECK (state <> 'FAILED' OR problem IS NOT NULL)
);
CREATE INDEX test_screening_due ON test_screening (due_at) WHERE state = 'PENDING';

-- What the screening of a case found: of which file, by which indicators. Append-only.
CREATE TABLE screening_report (
    test_id       uuid        PRIMARY KEY REFERENCES technical_test,
    sha256        text        NOT NULL REFERENCES artifact,
    indicator_set text        NOT NULL,
    screened_at   timestamptz NOT NULL,
    report        jsonb       NOT NULL
);
CREATE TRIGGER screening_report_is_append_only BEFORE UPDATE OR DELETE ON screening_report
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();

-- A file and a case of it that arrive in the same moment do not see each other. So whoever looked for the cases of a file
-- that arrived looks a second time, once every transaction of that moment has ended.
CREATE TABLE artifact_arrival (
    sha256        text        PRIMARY KEY REFERENCES artifact,
    look_again_at timestamptz NOT NULL
);
CREATE INDEX artifact_arrival_due ON artifact_arrival (look_again_at);
