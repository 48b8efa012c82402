package io.gatekeeper.technicaltest;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

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
}
