-- The same index with the column first that tells releases apart: comparing ends there, and an insert is less than half the work.
CREATE UNIQUE INDEX release_request_same_by_nature
    ON release_request (package_name, platform_id, publisher_id, os, version_code, version_name, sha256)
    WHERE state NOT IN ('WITHDRAWN', 'SUPERSEDED');
DROP INDEX release_request_by_nature;
