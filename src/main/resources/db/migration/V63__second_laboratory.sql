-- A share of the passed verdicts is drawn for a second laboratory, and what two laboratories contradict each other in two
-- officers decide.

-- Which share, for cases opened from an instant on. The seed is what keeps a laboratory from foreseeing the draw; it is made
-- here, for this database alone, and is shown nowhere. Dated and append-only, so that every draw can be made again.
CREATE TABLE second_laboratory_draw (
    effective_from timestamptz PRIMARY KEY,
    -- One of so many.
    one_in         int         NOT NULL CHECK (one_in > 0),
    seed           text        NOT NULL DEFAULT gen_random_uuid()::text || gen_random_uuid()::text
);
CREATE TRIGGER second_laboratory_draw_is_append_only BEFORE UPDATE OR DELETE ON second_laboratory_draw
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER second_laboratory_draw_is_not_emptied BEFORE TRUNCATE ON second_laboratory_draw
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
-- Cases that were opened before are concluded by one laboratory, as they were told.
INSERT INTO second_laboratory_draw (effective_from, one_in) VALUES (now(), 20);

CREATE FUNCTION is_drawn(test uuid, opened timestamptz) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT coalesce((
        SELECT ('x' || left(encode(sha256(convert_to(d.seed || test::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint
               % d.one_in = 0
          FROM second_laboratory_draw d WHERE d.effective_from <= opened ORDER BY d.effective_from DESC LIMIT 1), false)
$$;

ALTER TABLE technical_test
    -- The laboratory that passed it before it was drawn: never the one that examines it again.
    ADD COLUMN first_laboratory text,
    -- When the second laboratory contradicted it.
    ADD COLUMN contradicted_at  timestamptz,
    ADD CONSTRAINT technical_test_second_is_another CHECK (laboratory IS NULL OR laboratory <> first_laboratory),
    ADD CONSTRAINT technical_test_contradicts_a_first CHECK (contradicted_at IS NULL OR first_laboratory IS NOT NULL),
    ADD CONSTRAINT technical_test_contradiction_is_whole
        CHECK (state <> 'CONTRADICTED' OR (contradicted_at IS NOT NULL AND laboratory IS NOT NULL));
ALTER TABLE technical_test DROP CONSTRAINT technical_test_state_check;
ALTER TABLE technical_test ADD CONSTRAINT technical_test_state_check CHECK (state IN
    ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'CONTRADICTED', 'PASSED', 'FAILED',
     'CANCELLED'));

DROP INDEX technical_test_one_open;
CREATE UNIQUE INDEX technical_test_one_open ON technical_test (publisher_id, package_name, os, sha256)
    WHERE state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'CONTRADICTED');
CREATE OR REPLACE FUNCTION running_deadline(test technical_test) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN test.state IN ('OPENED', 'AWAITING_ARTIFACT', 'QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER',
                                    'CONTRADICTED')
                 AND (test.clock_stopped_at IS NULL OR test.clock_stopped_at >= test.due_at)
                THEN test.due_at END
$$;

-- What each laboratory said of a case that two were to examine. Append-only.
CREATE TABLE drawn_verdict (
    test_id    uuid        NOT NULL REFERENCES technical_test,
    n          int         NOT NULL CHECK (n IN (1, 2)),
    laboratory text        NOT NULL,
    outcome    text        NOT NULL CHECK (outcome IN ('PASSED', 'FAILED')),
    summary    text        NOT NULL,
    given_by   text        NOT NULL,
    given_at   timestamptz NOT NULL,
    PRIMARY KEY (test_id, n),
    CONSTRAINT drawn_verdict_of_two UNIQUE (test_id, laboratory),
    CONSTRAINT drawn_verdict_begins_with_a_pass CHECK (n = 2 OR outcome = 'PASSED')
);
CREATE TRIGGER drawn_verdict_is_append_only BEFORE UPDATE OR DELETE ON drawn_verdict
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER drawn_verdict_is_not_emptied BEFORE TRUNCATE ON drawn_verdict
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

-- How officers would decide a contradiction. It is decided once two of them in a row say the same. Append-only.
CREATE TABLE contradiction_vote (
    test_id uuid        NOT NULL REFERENCES technical_test,
    n       int         NOT NULL CHECK (n > 0),
    outcome text        NOT NULL CHECK (outcome IN ('PASSED', 'FAILED')),
    reason  text        NOT NULL CHECK (reason <> ''),
    officer text        NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (test_id, n)
);
CREATE TRIGGER contradiction_vote_is_append_only BEFORE UPDATE OR DELETE ON contradiction_vote
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER contradiction_vote_is_not_emptied BEFORE TRUNCATE ON contradiction_vote
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

-- As before, but that a contradiction ends in a verdict as well, by two officers, who may overrule what was found.
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
    IF OLD.state = 'CONTRADICTED' AND NEW.state NOT IN ('CONTRADICTED', 'CANCELLED') THEN
        IF NEW.state NOT IN ('PASSED', 'FAILED') OR (
            SELECT count(DISTINCT last.officer) FROM (
                   SELECT v.officer, v.outcome FROM contradiction_vote v
                    WHERE v.test_id = NEW.id ORDER BY v.n DESC LIMIT 2) last
             WHERE last.outcome = NEW.state) < 2 THEN
            RAISE EXCEPTION 'technical test % is contradicted: two officers decide it', NEW.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Only an examination ends in a verdict; a case is never concluded from the queue or while the clock stands.
    IF NEW.state IN ('PASSED', 'FAILED', 'CONTRADICTED') AND OLD.state NOT IN ('IN_TEST', NEW.state) THEN
        RAISE EXCEPTION 'technical test % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- Of two laboratories that do not agree neither decides.
    IF NEW.state = 'FAILED' AND NEW.first_laboratory IS NOT NULL THEN
        RAISE EXCEPTION 'technical test % was passed by another laboratory, so this verdict contradicts it', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state IN ('FAILED', 'CONTRADICTED') AND NOT EXISTS (
        SELECT FROM standing_finding WHERE test_id = NEW.id AND laboratory IS DISTINCT FROM NEW.first_laboratory) THEN
        RAISE EXCEPTION 'technical test % cannot fail without a finding', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'PASSED'
        AND EXISTS (SELECT FROM standing_finding WHERE test_id = NEW.id AND severity IN ('MAJOR', 'CRITICAL')) THEN
        RAISE EXCEPTION 'technical test % cannot pass with a major or critical finding', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A first verdict is one: of the laboratory that examined it, with nothing that stands against a pass; and it stays.
CREATE FUNCTION technical_test_was_passed_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.first_laboratory IS NOT NULL OR OLD.state <> 'IN_TEST' OR NEW.state <> 'QUEUED'
        OR NEW.first_laboratory IS DISTINCT FROM OLD.laboratory
        OR NOT EXISTS (SELECT FROM drawn_verdict
                        WHERE test_id = NEW.id AND n = 1 AND laboratory = NEW.first_laboratory)
        OR EXISTS (SELECT FROM standing_finding WHERE test_id = NEW.id AND severity IN ('MAJOR', 'CRITICAL')) THEN
        RAISE EXCEPTION 'technical test % was not passed by %', NEW.id, NEW.first_laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER technical_test_was_passed_first BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (NEW.first_laboratory IS DISTINCT FROM OLD.first_laboratory)
    EXECUTE FUNCTION technical_test_was_passed_first();

-- As before, for each verdict there is: what a laboratory says first, and what contradicts it, rest on a whole plan as well.
CREATE OR REPLACE FUNCTION verdict_needs_the_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    recorded int;
    failed   boolean;
    attested boolean;
BEGIN
    SELECT count(*) FILTER (WHERE item <> '*'),
           coalesce(bool_or(result = 'FAIL'), false),
           coalesce(bool_or(item = '*'), false)
      INTO recorded, failed, attested
      FROM (SELECT DISTINCT ON (item) item, result FROM plan_result
             WHERE test_id = NEW.id AND laboratory = OLD.laboratory
             ORDER BY item, id DESC) latest;
    IF recorded < NEW.plan_items AND NOT attested THEN
        RAISE EXCEPTION 'technical test % has items of its plan without a result', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state IN ('PASSED', 'QUEUED') AND failed THEN
        RAISE EXCEPTION 'technical test % cannot pass with an item that failed', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER verdict_needs_the_plan ON technical_test;
CREATE TRIGGER verdict_needs_the_plan BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (OLD.state = 'IN_TEST' AND NEW.plan_items IS NOT NULL
                       AND (NEW.state IN ('PASSED', 'FAILED', 'CONTRADICTED')
                            OR NEW.first_laboratory IS DISTINCT FROM OLD.first_laboratory))
    EXECUTE FUNCTION verdict_needs_the_plan();
