package io.gatekeeper.publisher;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

@Entity
@Table(name = "notice_entry")
@IdClass(NoticeEntryRow.Key.class)
class NoticeEntryRow {

    record Key(String noticeId, int position) implements Serializable {}

    @Id
    @Column(name = "notice_id")
    String noticeId;

    @Id
    int position;

    @Column(name = "app_name")
    String appName;

    @Column(name = "developer_name")
    String developerName;

    String source;

    String version;

    String[] problems;

    @Column(name = "unresolved_name_id")
    UUID unresolvedNameId;

    @Column(name = "publisher_id")
    String publisherId;

    @Column(name = "resolved_at")
    Instant resolvedAt;

    @Column(name = "resolved_by")
    String resolvedBy;

    /** A row that nobody has resolved yet. */
    static NoticeEntryRow of(String noticeId, int position, NoticeBody.Entry entry) {
        NoticeEntryRow row = new NoticeEntryRow();
        row.noticeId = noticeId;
        row.position = position;
        row.appName = entry.appName();
        row.developerName = entry.developerName();
        row.source = entry.source();
        row.version = entry.version();
        row.problems = entry.problems().stream().map(Enum::name).toArray(String[]::new);
        return row;
    }

    List<ProblemCode> problemCodes() {
        return Arrays.stream(problems).map(ProblemCode::valueOf).toList();
    }

    void resolve(CreditCode publisher, String officer, Instant at) {
        publisherId = publisher.value();
        resolvedAt = at;
        resolvedBy = officer;
    }
}
