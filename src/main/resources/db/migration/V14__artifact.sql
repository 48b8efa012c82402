-- The files themselves lie in the store; here is which of them were verified, who brought and who read them.
CREATE TABLE artifact (
    sha256     text        PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint      NOT NULL CHECK (size_bytes > 0),
    -- Where the store has it, in the store's own words.
    location   text        NOT NULL CHECK (location <> ''),
    stored_at  timestamptz NOT NULL
);

-- Which platforms have shown that they hold the file, by sending it whole.
CREATE TABLE artifact_upload (
    sha256      text        NOT NULL REFERENCES artifact,
    platform_id text        NOT NULL,
    uploaded_by text        NOT NULL,
    uploaded_at timestamptz NOT NULL,
    PRIMARY KEY (sha256, platform_id)
);

-- Who read which bytes of a file, when and what for. Append-only.
CREATE TABLE artifact_read (
    id           uuid        PRIMARY KEY,
    sha256       text        NOT NULL REFERENCES artifact,
    organisation text        NOT NULL,
    who          text        NOT NULL,
    role         text        NOT NULL CHECK (role IN ('platform', 'laboratory', 'auditor')),
    purpose      text,
    first_byte   bigint      NOT NULL CHECK (first_byte >= 0),
    last_byte    bigint      NOT NULL CHECK (last_byte >= first_byte),
    at           timestamptz NOT NULL,
    CONSTRAINT artifact_read_by_an_auditor_has_a_purpose CHECK (role <> 'auditor' OR purpose IS NOT NULL)
);
CREATE INDEX artifact_read_of_artifact ON artifact_read (sha256, id);

-- Uploads that are not whole yet, one of a file and platform; how much there is of it, its part in the store says.
CREATE TABLE artifact_part (
    id          uuid        PRIMARY KEY,
    platform_id text        NOT NULL,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    started_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    UNIQUE (platform_id, sha256)
);
CREATE INDEX artifact_part_expired ON artifact_part (expires_at);

CREATE TRIGGER artifact_is_kept BEFORE UPDATE OR DELETE ON artifact
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER artifact_upload_is_kept BEFORE UPDATE OR DELETE ON artifact_upload
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER artifact_read_is_kept BEFORE UPDATE OR DELETE ON artifact_read
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER artifact_upload_is_not_emptied BEFORE TRUNCATE ON artifact_upload
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER artifact_read_is_not_emptied BEFORE TRUNCATE ON artifact_read
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
