-- An artifact is looked up together with the publisher, the package and the system it is of. An index of the digest alone
-- is selective enough only once the planner has statistics that say so; until then one of the publisher's may look as
-- good, and a publisher may have ten thousand.
DROP INDEX technical_test_by_artifact;
CREATE INDEX technical_test_by_artifact ON technical_test (sha256, publisher_id, package_name, os);

DROP INDEX release_request_open_by_artifact;
CREATE INDEX release_request_open_by_artifact ON release_request (sha256, publisher_id, package_name, os)
    WHERE state IN ('HELD', 'CLEARED');

-- The law of a technical test is looked up only when something it speaks of changes. That a case is overdue changes
-- nothing of that kind, and a hundred thousand may become so in one second.
DROP TRIGGER technical_test_is_lawful ON technical_test;
CREATE TRIGGER technical_test_is_never_deleted BEFORE DELETE ON technical_test
    FOR EACH ROW EXECUTE FUNCTION technical_test_is_lawful();
CREATE TRIGGER technical_test_is_lawful BEFORE UPDATE ON technical_test
    FOR EACH ROW WHEN (
        OLD.state IN ('PASSED', 'FAILED', 'CANCELLED')
        OR NEW.state <> OLD.state
        OR (NEW.id, NEW.publisher_id, NEW.package_name, NEW.os, NEW.sha256, NEW.policy_version, NEW.opened_at)
           IS DISTINCT FROM
           (OLD.id, OLD.publisher_id, OLD.package_name, OLD.os, OLD.sha256, OLD.policy_version, OLD.opened_at))
    EXECUTE FUNCTION technical_test_is_lawful();
