-- A table of one row is never worth an autovacuum, so the planner would take it for thousands for ever: what is joined with the regime
-- was kept in memory for each of them.
ANALYZE regime;
