-- Files a publisher sends with an answer: stored like any, and part of the case.
CREATE TABLE answer_file (
    information_request_id uuid NOT NULL REFERENCES information_request,
    n                      int  NOT NULL,
    sha256                 text NOT NULL REFERENCES artifact,
    media_type             text NOT NULL,
    name                   text NOT NULL,
    PRIMARY KEY (information_request_id, n)
);
CREATE INDEX answer_file_by_artifact ON answer_file (sha256);
CREATE TRIGGER answer_file_is_append_only BEFORE UPDATE OR DELETE ON answer_file
    FOR EACH ROW EXECUTE FUNCTION test_record_is_append_only();

-- Publishers read what they brought. The column platform_id of artifact_upload and artifact_part is whoever brought a file.
ALTER TABLE artifact_read DROP CONSTRAINT artifact_read_role_check;
ALTER TABLE artifact_read ADD CONSTRAINT artifact_read_role_check
    CHECK (role IN ('platform', 'publisher', 'laboratory', 'auditor'));
