-- Submissions come by the round and decisions by the set. What looked at them one by one cost more than storing them did: of
-- the insert of a decision nine tenths, of that of a request half (docs/adr/0027). The same law, looked up once for all rows
-- of a statement, and with indexes no wider than what they have to tell apart.

-- A release request is never deleted, so a decision or key whose request was there when it was inserted has it for good; and
-- so for publishers. That is all a foreign key adds to a look at the insert, beside a lock of every row it finds.
CREATE FUNCTION refuse_change_of_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what % is about never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER release_request_is_about_one_release BEFORE UPDATE ON release_request
    FOR EACH ROW WHEN (OLD.id <> NEW.id OR OLD.publisher_id <> NEW.publisher_id)
    EXECUTE FUNCTION refuse_change_of_identity();
CREATE TRIGGER release_request_is_not_emptied BEFORE TRUNCATE ON release_request
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER publisher_is_one_entity BEFORE UPDATE ON publisher
    FOR EACH ROW WHEN (OLD.credit_code <> NEW.credit_code) EXECUTE FUNCTION refuse_change_of_identity();
CREATE TRIGGER publisher_is_not_emptied BEFORE TRUNCATE ON publisher
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

CREATE FUNCTION refuse_request_without_publisher() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    orphan record;
BEGIN
    SELECT f.id, f.publisher_id INTO orphan FROM fresh f
     WHERE NOT EXISTS (SELECT FROM publisher p WHERE p.credit_code = f.publisher_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'release request % names publisher %, which is not there', orphan.id, orphan.publisher_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER release_request_has_a_publisher AFTER INSERT ON release_request
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_request_without_publisher();
ALTER TABLE release_request DROP CONSTRAINT release_request_publisher_id_fkey;

CREATE FUNCTION refuse_row_without_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    orphan uuid;
BEGIN
    SELECT f.release_request_id INTO orphan FROM fresh f
     WHERE NOT EXISTS (SELECT FROM release_request r WHERE r.id = f.release_request_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% names release request %, which is not there', TG_TABLE_NAME, orphan
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER decision_has_a_request AFTER INSERT ON decision
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_row_without_request();
ALTER TABLE decision DROP CONSTRAINT decision_release_request_id_fkey;
CREATE TRIGGER idempotency_key_has_a_request AFTER INSERT ON idempotency_key
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_row_without_request();
CREATE TRIGGER idempotency_key_is_about_one_request BEFORE UPDATE ON idempotency_key
    FOR EACH ROW WHEN (OLD.release_request_id <> NEW.release_request_id) EXECUTE FUNCTION refuse_change_of_identity();
ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_release_request_id_fkey;

-- The last guard against a false publish, for all decisions of a statement: it takes the locks, in the order in which all
-- take them, and only then compares. Whoever inserts holds them already, so this waits for nobody; who does not, waits.
CREATE OR REPLACE FUNCTION refuse_outdated_publish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    outdated record;
BEGIN
    PERFORM FROM publisher
      WHERE credit_code IN (SELECT publisher_id FROM fresh WHERE outcome = 'PUBLISH')
      ORDER BY credit_code COLLATE "C"
        FOR SHARE;
    SELECT f.release_request_id, f.status_version, f.regime_version, p.status_version AS present_status,
           g.version AS present_regime
      INTO outdated
      FROM fresh f
      LEFT JOIN publisher p ON p.credit_code = f.publisher_id
      LEFT JOIN regime g ON true
     WHERE f.outcome = 'PUBLISH'
       AND (p.status_version IS DISTINCT FROM f.status_version OR g.version IS DISTINCT FROM f.regime_version)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'false publish guard: release request % rests on status version % and regime version %, present are % and %',
            outdated.release_request_id, outdated.status_version, outdated.regime_version,
            outdated.present_status, outdated.present_regime
            USING ERRCODE = '40001';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER refuse_outdated_publish ON decision;
CREATE TRIGGER refuse_outdated_publish AFTER INSERT ON decision
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_outdated_publish();

-- As strict as the pattern was: 64 characters, and nothing left of them without the digits.
ALTER TABLE release_request DROP CONSTRAINT release_request_sha256_check;
ALTER TABLE release_request ADD CONSTRAINT release_request_sha256_check
    CHECK (length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = '');

-- The same release of the same platform, as 16 bytes of a digest in place of seven columns of some 200. The texts a platform
-- chooses freely stand at the ends, the first with its length, so that no two releases are written alike. (The escape format
-- is what turns text into its bytes at any time and in any session alike; PostgreSQL inlines a function for such a body only.)
CREATE FUNCTION release_nature(
    platform_id text, publisher_id text, package_name text, os text, version_code integer, version_name text, sha256 text)
    RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN substr(sha256(decode(replace(
        length(platform_id)::text || ':' || platform_id || '|' || publisher_id || '|' || package_name || '|' || os || '|'
        || version_code::text || '|' || sha256 || '|' || version_name, '\', '\\'), 'escape')), 1, 16);
CREATE UNIQUE INDEX release_request_nature ON release_request
    (release_nature(platform_id, publisher_id, package_name, os, version_code, version_name, sha256))
    WHERE state NOT IN ('WITHDRAWN', 'SUPERSEDED');
-- What a new version supersedes: a published request has no entry here.
CREATE INDEX release_request_held_of_app
    ON release_request (package_name, platform_id, publisher_id, os, version_code) WHERE state = 'HELD';
DROP INDEX release_request_same_by_nature;

-- One artifact has few open requests, so its digest alone finds them, and a hash of it does.
CREATE INDEX release_request_open_of_artifact ON release_request USING hash (sha256) WHERE state IN ('HELD', 'CLEARED');
DROP INDEX release_request_open_by_artifact;
