-- Appeals, and what an upheld one changes: a failed verdict is set aside, which another laboratory makes good.
ALTER TABLE technical_test
    -- When an appeal was upheld against its verdict, which counts for nothing since.
    ADD COLUMN set_aside_at      timestamptz CHECK (set_aside_at IS NULL OR state = 'FAILED'),
    -- The laboratory whose verdict was set aside: it does not examine the same artifact again.
    ADD COLUMN barred_laboratory text,
    ADD CONSTRAINT technical_test_not_by_the_barred CHECK (laboratory IS NULL OR laboratory <> barred_laboratory);

-- As before, but that a failed verdict may be set aside, once, with nothing else about it changed.
DROP TRIGGER technical_test_is_lawful ON technical_test;
CREATE TRIGGER technical_test_is_lawful BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (
        OLD.state IN ('PASSED', 'FAILED', 'CANCELLED')
            AND (OLD.set_aside_at IS NOT NULL OR NEW.set_aside_at IS NULL
                 OR to_jsonb(NEW) - 'set_aside_at' <> to_jsonb(OLD) - 'set_aside_at')
        OR NEW.state <> OLD.state
        OR (NEW.id, NEW.publisher_id, NEW.package_name, NEW.os, NEW.sha256, NEW.policy_version, NEW.opened_at)
           IS DISTINCT FROM
           (OLD.id, OLD.publisher_id, OLD.package_name, OLD.os, OLD.sha256, OLD.policy_version, OLD.opened_at))
    EXECUTE FUNCTION technical_test_is_lawful();

CREATE TABLE appeal (
    id                 uuid        PRIMARY KEY,
    publisher_id       text        NOT NULL REFERENCES publisher,
    release_request_id uuid        NOT NULL,
    decision_sequence  integer     NOT NULL,
    against            text        NOT NULL CHECK (against IN ('VERDICT', 'GUIDANCE', 'LISTING_BAN')),
    -- The technical test or the measure.
    subject_id         uuid        NOT NULL,
    state              text        NOT NULL CHECK (state IN ('FILED', 'PROPOSED', 'UPHELD', 'DISMISSED')),
    reason             text        NOT NULL,
    filed_by           text        NOT NULL,
    filed_at           timestamptz NOT NULL,
    due_at             timestamptz NOT NULL CHECK (due_at > filed_at),
    proposed_by        text,
    proposal_reason    text,
    proposed_at        timestamptz,
    decided_by         text,
    decision_reason    text,
    decided_at         timestamptz,
    -- The release requests that were decided again because the verdict was set aside.
    reopened           uuid[]      NOT NULL DEFAULT '{}',
    FOREIGN KEY (release_request_id, decision_sequence) REFERENCES decision (release_request_id, sequence),
    CONSTRAINT appeal_against_one_thing_once UNIQUE (against, subject_id),
    CHECK (num_nonnulls(proposed_by, proposal_reason, proposed_at) IN (0, 3)),
    CHECK (num_nonnulls(decided_by, decision_reason, decided_at) IN (0, 3)),
    CHECK ((state IN ('UPHELD', 'DISMISSED')) = (decided_at IS NOT NULL)),
    CHECK (state <> 'PROPOSED' OR proposed_at IS NOT NULL),
    CHECK (state = 'UPHELD' OR cardinality(reopened) = 0),
    CONSTRAINT appeal_upheld_by_two_officers
        CHECK (state <> 'UPHELD' OR (proposed_by IS NOT NULL AND proposed_by <> decided_by))
);
CREATE INDEX appeal_by_filing ON appeal (filed_at DESC, id DESC);
CREATE INDEX appeal_of_publisher ON appeal (publisher_id, filed_at DESC, id DESC);

CREATE FUNCTION appeal_only_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life text[] := ARRAY['state', 'proposed_by', 'proposal_reason', 'proposed_at', 'decided_by', 'decision_reason',
                         'decided_at', 'reopened'];
BEGIN
    IF OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'an appeal is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - life <> to_jsonb(OLD) - life THEN
        RAISE EXCEPTION 'an appeal stays as it was filed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND (NEW.proposed_by, NEW.proposal_reason, NEW.proposed_at)
           IS DISTINCT FROM (OLD.proposed_by, OLD.proposal_reason, OLD.proposed_at) THEN
        RAISE EXCEPTION 'that an appeal be upheld is proposed once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_only_goes_on BEFORE UPDATE ON appeal
    FOR EACH ROW EXECUTE FUNCTION appeal_only_goes_on();
CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- As before, but that a rejection ends when the verdict it rests on was set aside.
CREATE OR REPLACE FUNCTION refuse_unlawful_transition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_status bigint;
    present_regime bigint;
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('HELD', 'CLEARED'), ('HELD', 'REJECTED'), ('HELD', 'WITHDRAWN'), ('HELD', 'SUPERSEDED'),
        ('CLEARED', 'HELD'), ('CLEARED', 'LISTED'), ('CLEARED', 'REJECTED'), ('CLEARED', 'WITHDRAWN')
    ) AND NOT (OLD.state = 'REJECTED' AND NEW.state IN ('HELD', 'CLEARED') AND EXISTS (
        SELECT FROM technical_test t
         WHERE t.sha256 = NEW.sha256 AND t.publisher_id = NEW.publisher_id AND t.package_name = NEW.package_name
           AND t.os = NEW.os AND t.set_aside_at IS NOT NULL)) THEN
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

-- As before, but that a verdict which was set aside holds nothing.
CREATE OR REPLACE FUNCTION refuse_late_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.valid_until IS NOT NULL AND NEW.closed_at >= OLD.valid_until THEN
        RAISE EXCEPTION 'false publish guard: the clearance of % ended at %', NEW.id, OLD.valid_until
            USING ERRCODE = '40001';
    END IF;
    IF OLD.expedition_id IS NOT NULL AND EXISTS (
        SELECT FROM technical_test t
         WHERE t.sha256 = NEW.sha256 AND t.publisher_id = NEW.publisher_id AND t.package_name = NEW.package_name
           AND t.os = NEW.os AND t.state = 'FAILED' AND t.set_aside_at IS NULL
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
