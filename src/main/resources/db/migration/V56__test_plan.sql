-- The edition of the test plan a case follows, and how many items it has for the case's operating system. The plan itself
-- is no rows of ours, so opening a case costs nothing more. Null for a case a version before this one has opened.
ALTER TABLE technical_test
    ADD COLUMN plan_edition text,
    ADD COLUMN plan_items   int CHECK (plan_items > 0),
    ADD CONSTRAINT technical_test_plan_is_whole CHECK ((plan_edition IS NULL) = (plan_items IS NULL));

-- What a laboratory recorded: one row for an item, or one for all items without a row of their own (item '*'). A later row
-- takes the place of an earlier one and leaves it readable.
CREATE TABLE plan_result (
    id          uuid        PRIMARY KEY,
    test_id     uuid        NOT NULL REFERENCES technical_test,
    laboratory  text        NOT NULL,
    item        text        NOT NULL CHECK (item <> ''),
    result      text        NOT NULL CHECK (result IN ('PASS', 'FAIL', 'NOT_APPLICABLE')),
    note        text,
    evidence    jsonb       NOT NULL CHECK (jsonb_typeof(evidence) = 'array'),
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT plan_result_of_the_rest_is_attested CHECK (item <> '*' OR (result <> 'FAIL' AND note IS NOT NULL)),
    CONSTRAINT plan_result_that_fails_says_why CHECK (result <> 'FAIL' OR note IS NOT NULL)
);
CREATE INDEX plan_result_latest ON plan_result (test_id, laboratory, item, id DESC);

CREATE TRIGGER plan_result_is_append_only BEFORE UPDATE OR DELETE ON plan_result
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER plan_result_is_not_emptied BEFORE TRUNCATE ON plan_result
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
CREATE FUNCTION plan_result_needs_an_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM technical_test
                    WHERE id = NEW.test_id AND state = 'IN_TEST' AND laboratory = NEW.laboratory) THEN
        RAISE EXCEPTION 'technical test % is not examined by %', NEW.test_id, NEW.laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_result_needs_an_examination BEFORE INSERT ON plan_result
    FOR EACH ROW EXECUTE FUNCTION plan_result_needs_an_examination();

-- A verdict rests on a whole plan, of the laboratory that gives it.
CREATE FUNCTION verdict_needs_the_plan() RETURNS trigger LANGUAGE plpgsql AS $$
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
             WHERE test_id = NEW.id AND laboratory = NEW.laboratory
             ORDER BY item, id DESC) latest;
    IF recorded < NEW.plan_items AND NOT attested THEN
        RAISE EXCEPTION 'technical test % has items of its plan without a result', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'PASSED' AND failed THEN
        RAISE EXCEPTION 'technical test % cannot pass with an item that failed', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verdict_needs_the_plan BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (OLD.state = 'IN_TEST' AND NEW.state IN ('PASSED', 'FAILED') AND NEW.plan_items IS NOT NULL)
    EXECUTE FUNCTION verdict_needs_the_plan();
-- What a case is examined by is settled when it opens.
CREATE FUNCTION technical_test_keeps_its_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'technical test % cannot change its plan', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER technical_test_keeps_its_plan BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN ((NEW.plan_edition, NEW.plan_items) IS DISTINCT FROM (OLD.plan_edition, OLD.plan_items))
    EXECUTE FUNCTION technical_test_keeps_its_plan();
