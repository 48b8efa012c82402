-- The regime: publishers, what names them, notices, measures, review windows and what follows from them.
-- Constraints and triggers repeat the law the code keeps, for whoever writes past the code.


-- One row. Its version rises with everything that concerns all publishers: a window confirmed or ended, a new policy.
CREATE TABLE regime (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint  NOT NULL CHECK (version > 0)
);
INSERT INTO regime (version) VALUES (1);

-- A decision reads the regime and thereby holds off its change until it has committed; that only works if the change
-- takes the table for itself. A lock of the row would cost every decision a write to the same row.
CREATE FUNCTION demand_exclusive_regime() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_locks
                    WHERE pid = pg_backend_pid() AND relation = 'regime'::regclass
                      AND mode = 'AccessExclusiveLock' AND granted) THEN
        RAISE EXCEPTION 'the regime changes only under LOCK TABLE regime IN ACCESS EXCLUSIVE MODE'
              USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION regime_version_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'the version of the regime only rises' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER regime_changes_alone BEFORE UPDATE ON regime
    FOR EACH ROW EXECUTE FUNCTION demand_exclusive_regime();
CREATE TRIGGER regime_version_rises BEFORE UPDATE ON regime
    FOR EACH ROW EXECUTE FUNCTION regime_version_rises();
CREATE TRIGGER regime_stays BEFORE DELETE ON regime
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- Text and not jsonb: the hash that replicas compare is over the document as it stands here.
CREATE TABLE policy (
    version        text        PRIMARY KEY,
    effective_from timestamptz NOT NULL UNIQUE,
    document       text        NOT NULL CHECK (jsonb_typeof(document::jsonb) = 'object')
);
CREATE TRIGGER policy_is_history BEFORE UPDATE OR DELETE ON policy
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- A row without a name is a publisher that was asked about, or named by a code, before anyone registered it.
-- The row itself carries the measures in force, so that locking it is enough to know what is enforced.
CREATE TABLE publisher (
    credit_code         text        PRIMARY KEY
                        CHECK (credit_code ~ '^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$'),
    name                text,
    registered_at       timestamptz,
    status_version      bigint      NOT NULL DEFAULT 0 CHECK (status_version >= 0),
    guidance_measure_id uuid,
    ban_measure_id      uuid,
    changed_at          timestamptz,
    -- When the count falls back with the end of the period; null while it is zero.
    recount_at          timestamptz,
    CHECK ((name IS NULL) = (registered_at IS NULL)),
    CHECK ((status_version = 0) = (changed_at IS NULL))
);
CREATE INDEX publisher_to_recount ON publisher (recount_at) WHERE recount_at IS NOT NULL;

CREATE FUNCTION publisher_keeps_the_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status_version < OLD.status_version THEN
        RAISE EXCEPTION 'the status version of a publisher only rises' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.registered_at, NEW.guidance_measure_id, NEW.ban_measure_id)
           IS DISTINCT FROM (OLD.registered_at, OLD.guidance_measure_id, OLD.ban_measure_id)
       AND NEW.status_version = OLD.status_version THEN
        RAISE EXCEPTION 'what is enforced changes only with the status version' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.registered_at IS NOT NULL AND NEW.registered_at IS DISTINCT FROM OLD.registered_at THEN
        RAISE EXCEPTION 'a publisher is registered once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publisher_keeps_the_law BEFORE UPDATE ON publisher
    FOR EACH ROW EXECUTE FUNCTION publisher_keeps_the_law();
CREATE TRIGGER publisher_stays BEFORE DELETE ON publisher
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- The names a notice may call a publisher by, its registered name included.
CREATE TABLE publisher_alias (
    id           uuid        PRIMARY KEY,
    publisher_id text        NOT NULL REFERENCES publisher,
    name         text        NOT NULL,
    normalised   text        NOT NULL,
    added_at     timestamptz NOT NULL,
    added_by     text        NOT NULL,
    removed_at   timestamptz,
    removed_by   text,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX publisher_alias_is_one_publisher ON publisher_alias (normalised) WHERE removed_at IS NULL;
CREATE INDEX publisher_alias_by_publisher ON publisher_alias (publisher_id);

CREATE TABLE notice (
    id                     text        PRIMARY KEY,
    issuer                 text        NOT NULL,
    kind                   text        NOT NULL
                           CHECK (kind IN ('BATCH', 'RE_CHECK', 'DELISTING', 'YEARLY_SUMMARY', 'SPECIAL')),
    year                   integer     NOT NULL,
    number_in_year         integer     NOT NULL CHECK (number_in_year > 0),
    number_overall         integer     CHECK (number_overall > 0),
    published_at           timestamptz NOT NULL,
    rectify_by             timestamptz CHECK (rectify_by > published_at),
    entry_count            integer     NOT NULL CHECK (entry_count > 0),
    content_hash           text        NOT NULL,
    recorded_at            timestamptz NOT NULL,
    recorded_by            text        NOT NULL,
    withdrawn_at           timestamptz,
    withdrawn_by           text,
    withdrawal_proposed_by text,
    withdrawal_reason      text,
    UNIQUE (issuer, kind, year, number_in_year),
    CHECK (num_nonnulls(withdrawn_at, withdrawn_by, withdrawal_proposed_by, withdrawal_reason) IN (0, 4)),
    CONSTRAINT notice_withdrawn_by_two_officers CHECK (withdrawn_by <> withdrawal_proposed_by)
);
CREATE INDEX notice_by_publication ON notice (published_at DESC, id DESC);

CREATE FUNCTION notice_is_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawal text[] := ARRAY['withdrawn_at', 'withdrawn_by', 'withdrawal_proposed_by', 'withdrawal_reason'];
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - withdrawal <> to_jsonb(OLD) - withdrawal THEN
        RAISE EXCEPTION 'a notice is only withdrawn, and once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_only_withdrawn BEFORE UPDATE ON notice
    FOR EACH ROW EXECUTE FUNCTION notice_is_only_withdrawn();
CREATE TRIGGER notice_stays BEFORE DELETE ON notice
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- Company names in notices that no alias resolves. They count for nobody until an officer says whom they mean.
CREATE TABLE unresolved_name (
    id            uuid        PRIMARY KEY,
    name          text        NOT NULL,
    normalised    text        NOT NULL,
    first_seen_at timestamptz NOT NULL,
    publisher_id  text        REFERENCES publisher,
    resolved_at   timestamptz,
    resolved_by   text,
    CHECK (num_nonnulls(publisher_id, resolved_at, resolved_by) IN (0, 3))
);
CREATE UNIQUE INDEX unresolved_name_waits_once ON unresolved_name (normalised) WHERE resolved_at IS NULL;
CREATE INDEX unresolved_name_waiting ON unresolved_name (first_seen_at, id) WHERE resolved_at IS NULL;

CREATE TABLE notice_entry (
    notice_id          text    NOT NULL REFERENCES notice,
    position           integer NOT NULL CHECK (position > 0),
    app_name           text    NOT NULL,
    developer_name     text    NOT NULL,
    source             text,
    version            text,
    problems           text[]  NOT NULL CHECK (cardinality(problems) > 0),
    unresolved_name_id uuid    REFERENCES unresolved_name,
    publisher_id       text    REFERENCES publisher,
    resolved_at        timestamptz,
    resolved_by        text,
    PRIMARY KEY (notice_id, position),
    CHECK (num_nonnulls(publisher_id, resolved_at, resolved_by) IN (0, 3)),
    CHECK (publisher_id IS NOT NULL OR unresolved_name_id IS NOT NULL)
);
CREATE INDEX notice_entry_by_publisher ON notice_entry (publisher_id, notice_id) WHERE publisher_id IS NOT NULL;
CREATE INDEX notice_entry_waiting ON notice_entry (unresolved_name_id) WHERE unresolved_name_id IS NOT NULL;

CREATE FUNCTION resolved_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    resolution text[] := ARRAY['publisher_id', 'resolved_at', 'resolved_by'];
BEGIN
    IF OLD.resolved_at IS NOT NULL OR to_jsonb(NEW) - resolution <> to_jsonb(OLD) - resolution THEN
        RAISE EXCEPTION '% is only resolved, and once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_entry_resolved_once BEFORE UPDATE ON notice_entry
    FOR EACH ROW EXECUTE FUNCTION resolved_once();
CREATE TRIGGER notice_entry_stays BEFORE DELETE ON notice_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER unresolved_name_resolved_once BEFORE UPDATE ON unresolved_name
    FOR EACH ROW EXECUTE FUNCTION resolved_once();
CREATE TRIGGER unresolved_name_stays BEFORE DELETE ON unresolved_name
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

CREATE TABLE measure (
    id                  uuid        PRIMARY KEY,
    publisher_id        text        NOT NULL REFERENCES publisher,
    type                text        NOT NULL CHECK (type IN ('TRANSITIONAL_GUIDANCE', 'LISTING_BAN')),
    -- How the order reached the gate; null for a measure the count of notices imposed.
    channel             text        CHECK (channel IN ('PHONE', 'WRITTEN')),
    legal_basis         text        NOT NULL,
    reason              text        NOT NULL,
    -- The notice whose recording or resolution imposed it; null for an officer's order.
    notice_id           text        REFERENCES notice,
    notice_recorded_by  text,
    -- The officer whose call imposed it: by order, by recording the notice, or by resolving a name in it.
    imposed_by          text        NOT NULL,
    imposed_at          timestamptz NOT NULL,
    in_force_from       timestamptz NOT NULL,
    confirmation_due_at timestamptz NOT NULL,
    escalated_at        timestamptz,
    confirmed_at        timestamptz,
    confirmed_by        text,
    ended_as            text        CHECK (ended_as IN ('LIFTED', 'RESCINDED')),
    ended_at            timestamptz,
    ended_by            text,
    end_proposed_by     text,
    end_reason          text,
    CHECK ((notice_id IS NULL) = (notice_recorded_by IS NULL)),
    CHECK ((notice_id IS NULL) = (channel IS NOT NULL)),
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CHECK (num_nonnulls(ended_as, ended_at, ended_by, end_proposed_by, end_reason) IN (0, 5)),
    CONSTRAINT measure_confirmed_by_a_second_officer
        CHECK (confirmed_by <> imposed_by AND confirmed_by IS DISTINCT FROM notice_recorded_by OR confirmed_by IS NULL),
    CONSTRAINT measure_ended_by_two_officers CHECK (ended_by <> end_proposed_by)
);
CREATE UNIQUE INDEX measure_in_force_once ON measure (publisher_id, type) WHERE ended_at IS NULL;
CREATE INDEX measure_by_publisher ON measure (publisher_id, imposed_at, id);
CREATE INDEX measure_unconfirmed ON measure (confirmation_due_at)
    WHERE confirmed_at IS NULL AND ended_at IS NULL AND escalated_at IS NULL;

CREATE FUNCTION measure_only_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life text[] := ARRAY['escalated_at', 'confirmed_at', 'confirmed_by',
                         'ended_as', 'ended_at', 'ended_by', 'end_proposed_by', 'end_reason'];
BEGIN
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'an ended measure stays as it ended' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.confirmed_at IS NOT NULL
       AND (NEW.confirmed_at, NEW.confirmed_by) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by) THEN
        RAISE EXCEPTION 'a measure is confirmed once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.escalated_at IS NOT NULL AND NEW.escalated_at IS DISTINCT FROM OLD.escalated_at THEN
        RAISE EXCEPTION 'a measure is escalated once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - life <> to_jsonb(OLD) - life THEN
        RAISE EXCEPTION 'a measure stays as it was imposed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER measure_only_goes_on BEFORE UPDATE ON measure
    FOR EACH ROW EXECUTE FUNCTION measure_only_goes_on();
CREATE TRIGGER measure_stays BEFORE DELETE ON measure
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- A measure binds at once: no transaction that imposes or ends one commits without its publisher's row saying so.
CREATE FUNCTION measure_is_enforced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM publisher p
         WHERE p.credit_code = NEW.publisher_id
           AND (p.guidance_measure_id, p.ban_measure_id) IS DISTINCT FROM (
               (SELECT m.id FROM measure m WHERE m.publisher_id = p.credit_code
                   AND m.type = 'TRANSITIONAL_GUIDANCE' AND m.ended_at IS NULL),
               (SELECT m.id FROM measure m WHERE m.publisher_id = p.credit_code
                   AND m.type = 'LISTING_BAN' AND m.ended_at IS NULL))) THEN
        RAISE EXCEPTION 'the publisher''s row does not carry its measures' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER measure_is_enforced AFTER INSERT OR UPDATE ON measure
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION measure_is_enforced();

CREATE TABLE review_window (
    id              uuid        PRIMARY KEY,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL CHECK (ends_at > starts_at),
    kinds           text[]      NOT NULL
                    CHECK (cardinality(kinds) > 0 AND kinds <@ ARRAY['NEW_LISTING', 'VERSION_UPDATE']),
    reason          text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    recorded_by     text        NOT NULL,
    confirmed_at    timestamptz,
    confirmed_by    text,
    ended_at        timestamptz,
    ended_by        text,
    end_proposed_by text,
    end_reason      text,
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CHECK (num_nonnulls(ended_at, ended_by, end_proposed_by, end_reason) IN (0, 4)),
    CHECK (ended_at IS NULL OR confirmed_at IS NOT NULL),
    CONSTRAINT review_window_confirmed_by_a_second_officer CHECK (confirmed_by <> recorded_by),
    CONSTRAINT review_window_ended_by_two_officers CHECK (ended_by <> end_proposed_by)
);
CREATE INDEX review_window_by_recording ON review_window (recorded_at DESC, id DESC);
CREATE INDEX review_window_confirmed ON review_window (starts_at) WHERE confirmed_at IS NOT NULL;

CREATE FUNCTION review_window_only_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life text[] := ARRAY['confirmed_at', 'confirmed_by', 'ended_at', 'ended_by', 'end_proposed_by', 'end_reason'];
BEGIN
    IF OLD.ended_at IS NOT NULL
       OR OLD.confirmed_at IS NOT NULL
          AND (NEW.confirmed_at, NEW.confirmed_by) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by)
       OR to_jsonb(NEW) - life <> to_jsonb(OLD) - life THEN
        RAISE EXCEPTION 'a review window is recorded, confirmed and ended, each once'
              USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_window_changes_the_regime BEFORE UPDATE ON review_window
    FOR EACH ROW EXECUTE FUNCTION demand_exclusive_regime();
CREATE TRIGGER review_window_only_goes_on BEFORE UPDATE ON review_window
    FOR EACH ROW EXECUTE FUNCTION review_window_only_goes_on();
CREATE TRIGGER review_window_stays BEFORE DELETE ON review_window
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- What one officer has proposed and another has to agree to.
CREATE TABLE proposal (
    id            uuid        PRIMARY KEY,
    act           text        NOT NULL
                  CHECK (act IN ('MEASURE_LIFTING', 'MEASURE_RESCISSION', 'NOTICE_WITHDRAWAL', 'REVIEW_WINDOW_ENDING')),
    subject_id    text        NOT NULL,
    reason        text        NOT NULL,
    proposed_by   text        NOT NULL,
    proposed_at   timestamptz NOT NULL,
    agreed_by     text,
    agreed_at     timestamptz,
    agreed_reason text,
    CHECK (num_nonnulls(agreed_by, agreed_at, agreed_reason) IN (0, 3)),
    CONSTRAINT proposal_agreed_by_a_second_officer CHECK (agreed_by <> proposed_by)
);
CREATE UNIQUE INDEX proposal_open_once ON proposal (act, subject_id) WHERE agreed_at IS NULL;

-- Every change of standing there ever was.
CREATE TABLE standing_change (
    publisher_id        text        NOT NULL REFERENCES publisher,
    status_version      bigint      NOT NULL CHECK (status_version > 0),
    previous_standing   text        NOT NULL,
    standing            text        NOT NULL,
    period              text        NOT NULL,
    strike_count        integer     NOT NULL CHECK (strike_count >= 0),
    guidance_measure_id uuid,
    ban_measure_id      uuid,
    policy_version      text        NOT NULL REFERENCES policy,
    cause               text        NOT NULL,
    -- The notice, measure or name that caused it; null where the cause is the publisher itself or the calendar.
    cause_id            text,
    changed_by          text        NOT NULL,
    changed_at          timestamptz NOT NULL,
    PRIMARY KEY (publisher_id, status_version)
);
CREATE TRIGGER standing_change_is_history BEFORE UPDATE OR DELETE ON standing_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

-- The rules of conduct of 2021: not more than three public batch notices in a calendar year. Issuers: the ministry,
-- the cyberspace administration, and the communications administrations of the provinces (CA-, GB/T 2260 letters).
INSERT INTO policy (version, effective_from, document)
SELECT p.version, p.effective_from, format(btrim($json$
{
  "version": "%s",
  "maxNoticesPerPeriod": 3,
  "watchFrom": 2,
  "countingIssuers": ["MIIT", "CAC", "CA-BJ", "CA-TJ", "CA-HE", "CA-SX", "CA-NM", "CA-LN", "CA-JL", "CA-HL", "CA-SH",
    "CA-JS", "CA-ZJ", "CA-AH", "CA-FJ", "CA-JX", "CA-SD", "CA-HA", "CA-HB", "CA-HN", "CA-GD", "CA-GX", "CA-HI", "CA-CQ",
    "CA-SC", "CA-GZ", "CA-YN", "CA-XZ", "CA-SN", "CA-GS", "CA-QH", "CA-NX", "CA-XJ"],
  "countingKinds": ["BATCH"],
  "zone": "Asia/Shanghai",
  "testTerm": "P7D",
  "confirmationTerm": "P1D",
  "officerTerm": "P1D",
  "publisherTerm": "P5D",
  "filingRequired": %s
}
$json$, E'\n'), p.version, p.filing_required)
  FROM (VALUES ('2021-1', timestamptz '2021-01-01T00:00:00+08:00', 'false'),
               -- Since April 2024 an app served in China needs a filing number (APP备案).
               ('2024-1', timestamptz '2024-04-01T00:00:00+08:00', 'true')) AS p(version, effective_from, filing_required);
