-- The lane for what cannot wait for its test: a platform asks, two officers grant, the gate decides, the test follows.
CREATE TABLE expedition (
    id                 uuid        PRIMARY KEY,
    release_request_id uuid        NOT NULL UNIQUE REFERENCES release_request,
    platform_id        text        NOT NULL,
    publisher_id       text        NOT NULL REFERENCES publisher,
    package_name       text        NOT NULL,
    os                 text        NOT NULL,
    sha256             text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    state              text        NOT NULL CHECK (state IN ('REQUESTED', 'PROPOSED', 'GRANTED', 'REFUSED')),
    reason             text        NOT NULL,
    -- What the release mends: a CVE, a notice.
    reference          text        NOT NULL,
    requested_by       text        NOT NULL,
    requested_at       timestamptz NOT NULL,
    due_at             timestamptz NOT NULL CHECK (due_at > requested_at),
    proposed_by        text,
    proposal_reason    text,
    proposed_at        timestamptz,
    decided_by         text,
    decision_reason    text,
    decided_at         timestamptz,
    valid_until        timestamptz CHECK (valid_until > decided_at),
    -- What the test said afterwards, and where the release stood then.
    verdict            text        CHECK (verdict IN ('PASSED', 'FAILED')),
    state_at_verdict   text,
    followed_up_at     timestamptz,
    CHECK (num_nonnulls(proposed_by, proposal_reason, proposed_at) IN (0, 3)),
    CHECK (num_nonnulls(decided_by, decision_reason, decided_at) IN (0, 3)),
    CHECK (num_nonnulls(verdict, state_at_verdict, followed_up_at) IN (0, 3)),
    CHECK ((state IN ('GRANTED', 'REFUSED')) = (decided_at IS NOT NULL)),
    CHECK (state <> 'PROPOSED' OR proposed_at IS NOT NULL),
    CHECK ((state = 'GRANTED') = (valid_until IS NOT NULL)),
    CHECK (followed_up_at IS NULL OR state = 'GRANTED'),
    CONSTRAINT expedition_granted_by_two_officers
        CHECK (state <> 'GRANTED' OR (proposed_by IS NOT NULL AND proposed_by <> decided_by))
);
CREATE INDEX expedition_by_request ON expedition (requested_at DESC, id DESC);
-- How many a publisher was granted in a year, and what waits for a verdict.
CREATE INDEX expedition_granted ON expedition (publisher_id, decided_at) WHERE state = 'GRANTED';
CREATE INDEX expedition_without_verdict ON expedition (sha256) WHERE state = 'GRANTED' AND followed_up_at IS NULL;

CREATE FUNCTION expedition_only_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life     text[] := ARRAY['state', 'proposed_by', 'proposal_reason', 'proposed_at', 'decided_by', 'decision_reason',
                             'decided_at', 'valid_until', 'verdict', 'state_at_verdict', 'followed_up_at'];
    followup text[] := ARRAY['verdict', 'state_at_verdict', 'followed_up_at'];
BEGIN
    IF to_jsonb(NEW) - life <> to_jsonb(OLD) - life THEN
        RAISE EXCEPTION 'an expedition stays as it was asked for' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.decided_at IS NOT NULL
       AND (OLD.followed_up_at IS NOT NULL OR to_jsonb(NEW) - followup <> to_jsonb(OLD) - followup) THEN
        RAISE EXCEPTION 'an expedition is decided once and followed up once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND (NEW.proposed_by, NEW.proposal_reason, NEW.proposed_at)
           IS DISTINCT FROM (OLD.proposed_by, OLD.proposal_reason, OLD.proposed_at) THEN
        RAISE EXCEPTION 'an expedition is proposed once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER expedition_only_goes_on BEFORE UPDATE ON expedition
    FOR EACH ROW EXECUTE FUNCTION expedition_only_goes_on();
CREATE TRIGGER expedition_stays BEFORE DELETE ON expedition
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- The expedition a release was granted; null for all but a few, and never taken back. No foreign key, which every insert of a
-- release would pay for: a request begins without one, and what is noted later is looked up.
ALTER TABLE release_request ADD COLUMN expedition_id uuid;

CREATE FUNCTION expedition_is_granted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.expedition_id IS NOT NULL OR NOT EXISTS (
        SELECT FROM expedition e
         WHERE e.id = NEW.expedition_id AND e.release_request_id = NEW.id AND e.state = 'GRANTED') THEN
        RAISE EXCEPTION 'release request % was granted no such expedition', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
-- At the commit, because the grant and the note of it are one transaction.
CREATE CONSTRAINT TRIGGER expedition_is_granted AFTER UPDATE OF expedition_id ON release_request
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.expedition_id IS DISTINCT FROM NEW.expedition_id)
    EXECUTE FUNCTION expedition_is_granted();
CREATE TRIGGER release_request_begins_without_expedition BEFORE INSERT ON release_request
    FOR EACH ROW WHEN (NEW.expedition_id IS NOT NULL) EXECUTE FUNCTION expedition_is_granted();

-- A clearance for a time is none after it, and a test that failed meanwhile is no matter of when somebody hears of it: what
-- has not been proved in time is not listed.
CREATE FUNCTION refuse_late_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.valid_until IS NOT NULL AND NEW.closed_at >= OLD.valid_until THEN
        RAISE EXCEPTION 'false publish guard: the clearance of % ended at %', NEW.id, OLD.valid_until
            USING ERRCODE = '40001';
    END IF;
    IF OLD.expedition_id IS NOT NULL AND EXISTS (
        SELECT FROM technical_test t
         WHERE t.sha256 = NEW.sha256 AND t.publisher_id = NEW.publisher_id AND t.package_name = NEW.package_name
           AND t.os = NEW.os AND t.state = 'FAILED'
           AND t.policy_version = (SELECT d.policy_version FROM decision d
                                    WHERE d.release_request_id = NEW.id AND d.sequence = NEW.decision_sequence)
           AND NOT EXISTS (SELECT FROM technical_test l
                            WHERE l.sha256 = t.sha256 AND l.publisher_id = t.publisher_id
                              AND l.package_name = t.package_name AND l.os = t.os
                              AND l.state = 'PASSED' AND l.concluded_at > t.concluded_at)) THEN
        RAISE EXCEPTION 'false publish guard: the artifact of % failed its technical test', NEW.id
            USING ERRCODE = '40001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_late_listing BEFORE UPDATE ON release_request
    FOR EACH ROW WHEN (NEW.state = 'LISTED' AND OLD.state <> 'LISTED') EXECUTE FUNCTION refuse_late_listing();
