-- Since when a change waits to be followed up, by the database's clock. The version before names its columns, and needs not
-- know this one.
ALTER TABLE reconsideration ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
