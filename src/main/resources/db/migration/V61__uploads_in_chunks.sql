-- A store that cannot append holds an upload as chunks, objects of their own; their order and number are here. One connection
-- writes an upload at a time, until it lets go of it or its term is over.
ALTER TABLE artifact_part
    ADD COLUMN writer uuid,
    ADD COLUMN written_until timestamptz,
    ADD CONSTRAINT artifact_part_is_written_for_a_term CHECK ((writer IS NULL) = (written_until IS NULL));

CREATE TABLE artifact_chunk (
    part_id    uuid    NOT NULL REFERENCES artifact_part ON DELETE CASCADE,
    number     integer NOT NULL CHECK (number >= 0),
    size_bytes integer NOT NULL CHECK (size_bytes > 0),
    -- The last part of the object's name; a chunk that grows is another object each time.
    object     uuid    NOT NULL UNIQUE,
    PRIMARY KEY (part_id, number)
);
