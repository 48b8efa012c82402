package io.gatekeeper.publisher;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "notice")
class NoticeRow {

    @Id
    String id;

    String issuer;

    @Enumerated(EnumType.STRING)
    NoticeKind kind;

    int year;

    @Column(name = "number_in_year")
    int numberInYear;

    @Column(name = "number_overall")
    Integer numberOverall;

    @Column(name = "published_at")
    Instant publishedAt;

    @Column(name = "rectify_by")
    Instant rectifyBy;

    @Column(name = "entry_count")
    int entryCount;

    @Column(name = "content_hash")
    String contentHash;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "recorded_by")
    String recordedBy;

    @Column(name = "withdrawn_at")
    Instant withdrawnAt;

    @Column(name = "withdrawn_by")
    String withdrawnBy;

    @Column(name = "withdrawal_proposed_by")
    String withdrawalProposedBy;

    @Column(name = "withdrawal_reason")
    String withdrawalReason;

    void withdraw(Ending withdrawal) {
        withdrawnAt = withdrawal.at();
        withdrawnBy = withdrawal.by();
        withdrawalProposedBy = withdrawal.proposedBy();
        withdrawalReason = withdrawal.reason();
    }
}
