-- Files that are to be fetched from where a release request says they are, one row of a case, and how that ended. Any replica
-- takes one that is due and puts its due instant off by a lease, as it does with screenings.
CREATE TABLE test_fetch (
    test_id  uuid        PRIMARY KEY REFERENCES technical_test,
    state    text        NOT NULL CHECK (state IN ('PENDING', 'DONE', 'FAILED')),
    attempts int         NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at   timestamptz NOT NULL,
    -- Why the latest attempt failed, in a sentence.
    problem  text,
    ended_at timestamptz,
    CONSTRAINT test_fetch_ends_once CHECK ((state = 'PENDING') = (ended_at IS NULL)),
    CONSTRAINT test_fetch_fails_for_a_reason CHECK (state <> 'FAILED' OR problem IS NOT NULL)
);
CREATE INDEX test_fetch_due ON test_fetch (due_at) WHERE state = 'PENDING';
