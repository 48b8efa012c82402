-- What the reconciliation walks in the order of ids, without what is closed: see ADR 47. A published request has no entry here.
CREATE INDEX release_request_waiting_for_test ON release_request (id)
    WHERE state = 'HELD' AND test_requested_policy IS NOT NULL;
CREATE INDEX technical_test_open ON technical_test (id)
    WHERE state IN ('QUEUED', 'IN_TEST', 'AWAITING_PUBLISHER');
