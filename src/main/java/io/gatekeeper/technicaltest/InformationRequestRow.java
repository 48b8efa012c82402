package io.gatekeeper.technicaltest;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/** One question of the laboratory to the publisher, and its answer. */
@Entity
@Table(name = "information_request")
class InformationRequestRow {

    @Id
    UUID id;

    @Column(name = "test_id")
    UUID testId;

    int n;
    String question;

    @Column(name = "asked_by")
    String askedBy;

    @Column(name = "asked_at")
    Instant askedAt;

    @Column(name = "answer_due_at")
    Instant answerDueAt;

    String answer;

    @Column(name = "answered_by")
    String answeredBy;

    @Column(name = "answered_at")
    Instant answeredAt;

    /** What the publisher sent with its answer. */
    @ElementCollection
    @BatchSize(size = AskPublisher.MOST_QUESTIONS)
    @CollectionTable(name = "answer_file", joinColumns = @JoinColumn(name = "information_request_id"))
    @OrderColumn(name = "n")
    List<FindingRow.Evidence> files = new ArrayList<>();
}
