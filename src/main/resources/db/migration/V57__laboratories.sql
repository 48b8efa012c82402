-- The register of laboratories: whom each is affiliated with, and how much it takes on. A laboratory that is not in it is
-- affiliated with nobody and takes what it claims.
CREATE TABLE laboratory (
    id            text        PRIMARY KEY CHECK (id <> ''),
    name          text        NOT NULL CHECK (name <> ''),
    -- How many cases it may hold at once; null for any number, 0 when it takes on none any more.
    capacity      int         CHECK (capacity >= 0),
    version       bigint      NOT NULL CHECK (version > 0),
    registered_at timestamptz NOT NULL,
    amended_at    timestamptz NOT NULL,
    amended_by    text        NOT NULL
);

-- Whose cases it never sees, as of now.
CREATE TABLE laboratory_affiliation (
    laboratory_id text NOT NULL REFERENCES laboratory,
    publisher_id  text NOT NULL,
    reason        text NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (laboratory_id, publisher_id)
);

-- What the register said, whenever it was amended: why a laboratory saw a case last year.
CREATE TABLE laboratory_version (
    laboratory_id text        NOT NULL REFERENCES laboratory,
    version       bigint      NOT NULL CHECK (version > 0),
    name          text        NOT NULL,
    capacity      int,
    affiliations  jsonb       NOT NULL CHECK (jsonb_typeof(affiliations) = 'array'),
    amended_at    timestamptz NOT NULL,
    amended_by    text        NOT NULL,
    PRIMARY KEY (laboratory_id, version)
);
CREATE TRIGGER laboratory_version_is_append_only BEFORE UPDATE OR DELETE ON laboratory_version
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER laboratory_version_is_not_emptied BEFORE TRUNCATE ON laboratory_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

-- Rotation: the laboratory that concluded the publisher's latest case is offered the next one only after a while, so that
-- no publisher gets to know its examiner.
ALTER TABLE technical_test
    ADD COLUMN rested_laboratory text,
    ADD COLUMN rested_until      timestamptz,
    ADD CONSTRAINT technical_test_rests_as_a_whole CHECK ((rested_laboratory IS NULL) = (rested_until IS NULL));

-- Who concluded a publisher's latest case.
CREATE INDEX technical_test_concluded_of ON technical_test (publisher_id, concluded_at DESC) WHERE concluded_at IS NOT NULL;
-- How much a laboratory holds.
CREATE INDEX technical_test_held ON technical_test (laboratory) WHERE state IN ('IN_TEST', 'AWAITING_PUBLISHER');
