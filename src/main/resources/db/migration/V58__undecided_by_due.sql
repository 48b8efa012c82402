-- What officers have not decided in time is counted every now and then.
CREATE INDEX appeal_undecided ON appeal (due_at) WHERE state IN ('FILED', 'PROPOSED');
CREATE INDEX expedition_undecided ON expedition (due_at) WHERE state IN ('REQUESTED', 'PROPOSED');
