-- A file is screened anew when what is declared of it changes, and nothing passes while a screening of its file is due.

-- What the screening under way, or the last one, holds the file against: the release request's declarations as JSON. Null
-- until a screening begins.
ALTER TABLE test_screening ADD COLUMN declared text;
-- Rises each time the file is to be screened anew: what an earlier round brings counts for nothing.
ALTER TABLE test_screening ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0);

-- A report of each round, the latest of which is shown.
ALTER TABLE screening_report ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0);
ALTER TABLE screening_report ADD COLUMN declared text;
ALTER TABLE screening_report DROP CONSTRAINT screening_report_pkey;
ALTER TABLE screening_report ADD PRIMARY KEY (test_id, round);

-- The file is there, and what it holds, or holds against what is declared now, is not known yet.
ALTER TABLE technical_test ADD COLUMN screening_due boolean NOT NULL DEFAULT false;
CREATE FUNCTION pass_waits_for_the_screening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'technical test % cannot pass before its file was screened', NEW.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER pass_waits_for_the_screening BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (NEW.state = 'PASSED' AND NEW.screening_due)
    EXECUTE FUNCTION pass_waits_for_the_screening();

-- The gate takes back what a later round does not find any more, whoever holds the case then.
CREATE OR REPLACE FUNCTION dismissal_needs_an_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM finding f JOIN technical_test t ON t.id = f.test_id
                    WHERE f.id = NEW.finding_id AND f.origin = 'SCREENING'
                      AND ((t.state = 'IN_TEST' AND t.laboratory = NEW.laboratory)
                           OR (f.laboratory = NEW.laboratory AND t.state NOT IN ('PASSED', 'FAILED', 'CANCELLED')))) THEN
        RAISE EXCEPTION 'finding % is not one that % may dismiss', NEW.finding_id, NEW.laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A replica of the version before, which knows nothing of what is due, may be the one that ends a screening.
CREATE FUNCTION screened_is_not_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.screening_due := false;
    RETURN NEW;
END $$;
CREATE TRIGGER screened_is_not_due BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (NEW.screening_due AND NEW.screening IS NOT NULL)
    EXECUTE FUNCTION screened_is_not_due();
