-- Events that are appended together share a row: see ADR 31. A row is either one event in columns, as replicas of the version
-- before write it, or up to a page of events, one to a line.
ALTER TABLE outbox
    ADD COLUMN events text,
    -- How many events the row holds.
    ADD COLUMN size   integer NOT NULL DEFAULT 1,
    ALTER COLUMN event_id DROP NOT NULL,
    ALTER COLUMN topic DROP NOT NULL,
    ALTER COLUMN key DROP NOT NULL,
    ALTER COLUMN type DROP NOT NULL,
    ALTER COLUMN subject DROP NOT NULL,
    ALTER COLUMN occurred_at DROP NOT NULL,
    ALTER COLUMN data DROP NOT NULL,
    ADD CONSTRAINT outbox_in_one_form CHECK (
        (events IS NOT NULL AND event_id IS NULL AND topic IS NULL AND size > 0)
        OR (events IS NULL AND size = 1
            AND (event_id, topic, key, type, subject, occurred_at, data) IS NOT NULL)),
    -- What lives for a moment is not worth compressing; and a row stays in its page up to the size of the page.
    ALTER COLUMN events SET STORAGE EXTERNAL;
ALTER TABLE outbox SET (toast_tuple_target = 8160, autovacuum_vacuum_threshold = 1000);

-- A value within a line: the characters that have a meaning there are escaped.
CREATE FUNCTION outbox_value(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(replace(replace(value, E'\\', E'\\\\'), E'\t', E'\\t'), E'\n', E'\\n')
$$;

-- The line of an event in columns. The data is preceded by its length in bytes.
CREATE FUNCTION outbox_line(o outbox) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(E'\t', o.event_id, o.topic, outbox_value(o.key), o.type, outbox_value(o.subject),
                     to_char(o.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                     coalesce(outbox_value(o.request_id), ''), octet_length(o.data), o.data) || E'\n'
$$;
