-- The technical test of one artifact: one open case per subject, however many platforms wait for it.
CREATE TABLE technical_test (
    id                   uuid        PRIMARY KEY,
    publisher_id         text        NOT NULL,
    package_name         text        NOT NULL,
    os                   text        NOT NULL CHECK (os IN ('ANDROID', 'IOS', 'HARMONYOS')),
    sha256               text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- As the first request named them; they describe the artifact, they do not identify it.
    app_name             text        NOT NULL,
    version_name         text        NOT NULL,
    version_code         bigint      NOT NULL,
    size_bytes           bigint      NOT NULL CHECK (size_bytes > 0),
    policy_version       text        NOT NULL CHECK (policy_version <> ''),
    state                text        NOT NULL
        CHECK (state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER', 'PASSED', 'FAILED', 'CANCELLED')),
    opened_at            timestamptz NOT NULL,
    due_at               timestamptz NOT NULL CHECK (due_at > opened_at),
    -- Who holds the claim; of a closed case, who held it last.
    laboratory           text,
    claimed_until        timestamptz,
    clock_stopped_at     timestamptz,
    answer_due_at        timestamptz,
    answer_escalated_at  timestamptz,
    overdue_announced_at timestamptz,
    concluded_at         timestamptz,
    summary              text,
    cancelled_at         timestamptz,
    cancel_cause         text,
    version              bigint      NOT NULL CHECK (version > 0),

    CONSTRAINT technical_test_queued_has_no_claim
        CHECK (state <> 'QUEUED' OR (laboratory IS NULL AND claimed_until IS NULL)),
    CONSTRAINT technical_test_claim_while_examined
        CHECK ((state IN ('IN_TEST', 'AWAITING_PUBLISHER')) = (claimed_until IS NOT NULL)),
    CONSTRAINT technical_test_claim_has_holder
        CHECK (claimed_until IS NULL OR laboratory IS NOT NULL),
    CONSTRAINT technical_test_clock_stops_while_awaiting
        CHECK ((state = 'AWAITING_PUBLISHER') = (clock_stopped_at IS NOT NULL)
           AND (state = 'AWAITING_PUBLISHER') = (answer_due_at IS NOT NULL)),
    CONSTRAINT technical_test_escalates_only_what_is_awaited
        CHECK (answer_escalated_at IS NULL OR state = 'AWAITING_PUBLISHER'),
    CONSTRAINT technical_test_verdict_is_whole
        CHECK ((state IN ('PASSED', 'FAILED')) = (concluded_at IS NOT NULL)
           AND (state IN ('PASSED', 'FAILED')) = (summary IS NOT NULL)
           AND (state NOT IN ('PASSED', 'FAILED') OR laboratory IS NOT NULL)),
    CONSTRAINT technical_test_cancellation_is_whole
        CHECK ((state = 'CANCELLED') = (cancelled_at IS NOT NULL)
           AND (state = 'CANCELLED') = (cancel_cause IS NOT NULL))
);

-- One test for one artifact, however many platforms submit it.
CREATE UNIQUE INDEX technical_test_one_open ON technical_test (publisher_id, package_name, os, sha256)
    WHERE state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER');
-- What the gate asks: the latest case of a subject. An artifact has few cases, so its digest is selective enough.
CREATE INDEX technical_test_by_artifact ON technical_test (sha256);
-- Pages by due instant: of the queue and every other state, of a laboratory, of a publisher.
CREATE INDEX technical_test_by_state ON technical_test (state, due_at, id);
CREATE INDEX technical_test_by_laboratory ON technical_test (laboratory, due_at, id) WHERE laboratory IS NOT NULL;
CREATE INDEX technical_test_by_publisher ON technical_test (publisher_id, due_at, id);
-- Sweeps touch only what is due, so a million open cases cost no more than a hundred.
CREATE INDEX technical_test_due ON technical_test (due_at)
    WHERE overdue_announced_at IS NULL
      AND state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER')
      AND (clock_stopped_at IS NULL OR clock_stopped_at >= due_at);
CREATE INDEX technical_test_claims ON technical_test (claimed_until) WHERE state = 'IN_TEST';
CREATE INDEX technical_test_answers_due ON technical_test (answer_due_at)
    WHERE state = 'AWAITING_PUBLISHER' AND answer_escalated_at IS NULL;

-- Which release requests of which platforms wait, or waited, for the test.
CREATE TABLE test_request (
    test_id             uuid        NOT NULL REFERENCES technical_test,
    release_request_id  uuid        NOT NULL,
    platform_id         text        NOT NULL,
    kind                text        NOT NULL CHECK (kind IN ('NEW_LISTING', 'VERSION_UPDATE')),
    -- The decision that asked: an event of the same or an earlier one says nothing new.
    decision_sequence   bigint      NOT NULL,
    requested_at        timestamptz NOT NULL,
    no_longer_needed_at timestamptz,
    cause               text,
    PRIMARY KEY (test_id, release_request_id),
    CHECK ((no_longer_needed_at IS NULL) = (cause IS NULL))
);
CREATE INDEX test_request_by_release_request ON test_request (release_request_id);

CREATE TABLE finding (
    id          uuid        PRIMARY KEY,
    test_id     uuid        NOT NULL REFERENCES technical_test,
    n           int         NOT NULL CHECK (n > 0),
    problem     text        NOT NULL,
    severity    text        NOT NULL CHECK (severity IN ('MINOR', 'MAJOR', 'CRITICAL')),
    description text        NOT NULL,
    laboratory  text        NOT NULL,
    found_by    text        NOT NULL,
    found_at    timestamptz NOT NULL,
    UNIQUE (test_id, n)
);

CREATE TABLE finding_evidence (
    finding_id uuid NOT NULL REFERENCES finding,
    n          int  NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text NOT NULL,
    name       text NOT NULL,
    PRIMARY KEY (finding_id, n)
);

CREATE TABLE information_request (
    id            uuid        PRIMARY KEY,
    test_id       uuid        NOT NULL REFERENCES technical_test,
    n             int         NOT NULL CHECK (n > 0),
    question      text        NOT NULL,
    asked_by      text        NOT NULL,
    asked_at      timestamptz NOT NULL,
    answer_due_at timestamptz NOT NULL,
    answer        text,
    answered_by   text,
    answered_at   timestamptz,
    UNIQUE (test_id, n),
    CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
);
-- The clock can be stopped only once at a time.
CREATE UNIQUE INDEX information_request_one_open ON information_request (test_id) WHERE answered_at IS NULL;

-- The history of each case: who, when, what. Append-only.
CREATE TABLE test_event (
    id           uuid        PRIMARY KEY,
    test_id      uuid        NOT NULL REFERENCES technical_test,
    at           timestamptz NOT NULL,
    what         text        NOT NULL,
    organisation text        NOT NULL,
    who          text        NOT NULL,
    detail       text
);
CREATE INDEX test_event_of_test ON test_event (test_id, id);

CREATE FUNCTION technical_test_is_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF NEW.state = 'FAILED' AND NOT EXISTS (SELECT FROM finding WHERE test_id = NEW.id) THEN
        RAISE EXCEPTION 'technical test % cannot fail without a finding', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'PASSED'
        AND EXISTS (SELECT FROM finding WHERE test_id = NEW.id AND severity IN ('MAJOR', 'CRITICAL')) THEN
        RAISE EXCEPTION 'technical test % cannot pass with a major or critical finding', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER technical_test_is_lawful BEFORE UPDATE OR DELETE ON technical_test
    FOR EACH ROW EXECUTE FUNCTION technical_test_is_lawful();

-- A case begins in the queue: nothing is stored that was never examined.
CREATE FUNCTION technical_test_begins_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'QUEUED' THEN
        RAISE EXCEPTION 'technical test % cannot begin as %', NEW.id, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER technical_test_begins_queued BEFORE INSERT ON technical_test
    FOR EACH ROW EXECUTE FUNCTION technical_test_begins_queued();

CREATE FUNCTION test_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER test_event_is_append_only BEFORE UPDATE OR DELETE ON test_event
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER finding_is_append_only BEFORE UPDATE OR DELETE ON finding
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER finding_evidence_is_append_only BEFORE UPDATE OR DELETE ON finding_evidence
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER test_request_is_kept BEFORE DELETE ON test_request
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();
CREATE TRIGGER information_request_is_kept BEFORE DELETE ON information_request
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();

CREATE FUNCTION finding_needs_an_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM technical_test
                    WHERE id = NEW.test_id AND state = 'IN_TEST' AND laboratory = NEW.laboratory) THEN
        RAISE EXCEPTION 'technical test % is not examined by %', NEW.test_id, NEW.laboratory
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER finding_needs_an_examination BEFORE INSERT ON finding
    FOR EACH ROW EXECUTE FUNCTION finding_needs_an_examination();

CREATE FUNCTION information_request_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL
        OR (NEW.id, NEW.test_id, NEW.n, NEW.question, NEW.asked_by, NEW.asked_at)
           IS DISTINCT FROM (OLD.id, OLD.test_id, OLD.n, OLD.question, OLD.asked_by, OLD.asked_at) THEN
        RAISE EXCEPTION 'an information request changes only by its one answer' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER information_request_is_answered_once BEFORE UPDATE ON information_request
    FOR EACH ROW EXECUTE FUNCTION information_request_is_answered_once();
