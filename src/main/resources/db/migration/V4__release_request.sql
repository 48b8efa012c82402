CREATE TABLE release_request (
    id                     uuid        PRIMARY KEY,
    platform_id            text        NOT NULL,
    publisher_id           text        NOT NULL REFERENCES publisher (credit_code),
    kind                   text        NOT NULL CHECK (kind IN ('NEW_LISTING', 'VERSION_UPDATE')),
    package_name           text        NOT NULL,
    os                     text        NOT NULL,
    version_name           text        NOT NULL,
    version_code           integer     NOT NULL CHECK (version_code >= 0),
    sha256                 text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- What the platform sent, and the digest that tells a repetition from a correction.
    submission             text        NOT NULL,
    submission_digest      text        NOT NULL,
    submitted_at           timestamptz NOT NULL,
    state                  text        NOT NULL
        CHECK (state IN ('HELD', 'CLEARED', 'LISTED', 'REJECTED', 'WITHDRAWN', 'SUPERSEDED')),
    decision_sequence      integer     NOT NULL CHECK (decision_sequence >= 1),
    outcome                text        NOT NULL CHECK (outcome IN ('PUBLISH', 'HOLD')),
    -- What the last look at the facts rested on: a reader compares before it believes the decision.
    checked_status_version bigint      NOT NULL,
    checked_regime_version bigint      NOT NULL,
    valid_until            timestamptz,
    held_since             timestamptz,
    next_by                text,
    next_due_at            timestamptz,
    -- Under which policy a technical test was asked for and is still wanted.
    test_requested_policy  text,
    test_requested_at      timestamptz,
    closed_at              timestamptz,
    superseded_by          uuid,
    row_version            integer     NOT NULL,
    CONSTRAINT published_on_a_publish_only CHECK (state NOT IN ('CLEARED', 'LISTED') OR outcome = 'PUBLISH'),
    CONSTRAINT held_on_a_hold_only CHECK (state NOT IN ('HELD', 'REJECTED') OR outcome = 'HOLD'),
    CONSTRAINT held_has_owner_and_due_instant
        CHECK (state <> 'HELD' OR (held_since IS NOT NULL AND next_by IS NOT NULL AND next_due_at IS NOT NULL)),
    CONSTRAINT closed_has_an_instant CHECK ((state IN ('HELD', 'CLEARED')) = (closed_at IS NULL)),
    CONSTRAINT test_requested_at_an_instant CHECK ((test_requested_policy IS NULL) = (test_requested_at IS NULL)),
    CONSTRAINT superseded_by_another CHECK ((state = 'SUPERSEDED') = (superseded_by IS NOT NULL))
);

-- The same release of the same platform is the same request, however often it is submitted. Its first columns also
-- find what a new version supersedes.
CREATE UNIQUE INDEX release_request_by_nature
    ON release_request (platform_id, publisher_id, package_name, os, version_code, version_name, sha256)
    WHERE state NOT IN ('WITHDRAWN', 'SUPERSEDED');
CREATE INDEX release_request_open_of_publisher
    ON release_request (publisher_id, checked_status_version) WHERE state IN ('HELD', 'CLEARED');
CREATE INDEX release_request_open_by_regime
    ON release_request (checked_regime_version) WHERE state IN ('HELD', 'CLEARED');
CREATE INDEX release_request_open_by_validity
    ON release_request (valid_until) WHERE state IN ('HELD', 'CLEARED') AND valid_until IS NOT NULL;
CREATE INDEX release_request_open_by_artifact
    ON release_request (sha256) WHERE state IN ('HELD', 'CLEARED');
CREATE INDEX release_request_of_platform ON release_request (platform_id, submitted_at DESC, id DESC);
CREATE INDEX release_request_of_publisher ON release_request (publisher_id, submitted_at DESC, id DESC);

CREATE TABLE decision (
    release_request_id uuid        NOT NULL REFERENCES release_request (id),
    sequence           integer     NOT NULL CHECK (sequence >= 1),
    publisher_id       text        NOT NULL,
    outcome            text        NOT NULL CHECK (outcome IN ('PUBLISH', 'HOLD')),
    decided_at         timestamptz NOT NULL,
    policy_version     text,
    status_version     bigint      NOT NULL,
    regime_version     bigint      NOT NULL,
    -- Reasons, requirements with their proofs, next action, evidence and cause, as JSON.
    document           text        NOT NULL,
    PRIMARY KEY (release_request_id, sequence),
    CONSTRAINT publish_names_its_policy CHECK (outcome = 'HOLD' OR policy_version IS NOT NULL)
);

CREATE TABLE idempotency_key (
    platform_id        text        NOT NULL,
    key                text        NOT NULL,
    submission_digest  text        NOT NULL,
    release_request_id uuid        NOT NULL REFERENCES release_request (id),
    -- Whether the first call made the request or found it, so that a repetition is answered alike.
    created            boolean     NOT NULL,
    used_at            timestamptz NOT NULL,
    PRIMARY KEY (platform_id, key)
);

-- Publishers whose open requests have to be looked at again; a row without one stands for all publishers.
CREATE TABLE reconsideration (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    publisher_id text,
    request_id   text
);

-- The last guard against a false publish: a PUBLISH on an outdated standing is refused, whatever the code did.
-- The row lock makes the check hold until this transaction ends. The code is that of a serialization failure:
-- deciding again on the present facts is the remedy.
CREATE FUNCTION refuse_outdated_publish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_status bigint;
    present_regime bigint;
BEGIN
    SELECT status_version INTO present_status FROM publisher WHERE credit_code = NEW.publisher_id FOR SHARE;
    SELECT version INTO present_regime FROM regime;
    IF present_status IS DISTINCT FROM NEW.status_version OR present_regime IS DISTINCT FROM NEW.regime_version THEN
        RAISE EXCEPTION 'false publish guard: release request % rests on status version % and regime version %, present are % and %',
            NEW.release_request_id, NEW.status_version, NEW.regime_version, present_status, present_regime
            USING ERRCODE = '40001';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_outdated_publish BEFORE INSERT ON decision
    FOR EACH ROW WHEN (NEW.outcome = 'PUBLISH') EXECUTE FUNCTION refuse_outdated_publish();

CREATE TRIGGER decision_is_append_only BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER decision_is_not_emptied BEFORE TRUNCATE ON decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

-- The life of a release request, repeated where no code can get around it.
CREATE FUNCTION refuse_unlawful_transition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_status bigint;
    present_regime bigint;
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('HELD', 'CLEARED'), ('HELD', 'REJECTED'), ('HELD', 'WITHDRAWN'), ('HELD', 'SUPERSEDED'),
        ('CLEARED', 'HELD'), ('CLEARED', 'LISTED'), ('CLEARED', 'REJECTED'), ('CLEARED', 'WITHDRAWN')
    ) THEN
        RAISE EXCEPTION 'a release request never goes from % to %', OLD.state, NEW.state USING ERRCODE = '23001';
    END IF;
    IF NEW.state = 'LISTED' THEN
        SELECT status_version INTO present_status FROM publisher WHERE credit_code = NEW.publisher_id FOR SHARE;
        SELECT version INTO present_regime FROM regime;
        IF present_status IS DISTINCT FROM NEW.checked_status_version
            OR present_regime IS DISTINCT FROM NEW.checked_regime_version THEN
            RAISE EXCEPTION 'false publish guard: listing of % rests on an outdated standing', NEW.id USING ERRCODE = '40001';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_unlawful_transition BEFORE UPDATE ON release_request
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unlawful_transition();

CREATE FUNCTION refuse_change_of_the_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'release request % is closed and never changes', OLD.id USING ERRCODE = '23001';
END
$$;
CREATE TRIGGER refuse_change_of_the_closed BEFORE UPDATE ON release_request
    FOR EACH ROW WHEN (OLD.state IN ('LISTED', 'REJECTED', 'WITHDRAWN', 'SUPERSEDED') AND OLD.state = NEW.state)
    EXECUTE FUNCTION refuse_change_of_the_closed();
CREATE TRIGGER release_request_is_never_deleted BEFORE DELETE ON release_request
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
