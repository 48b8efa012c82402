package io.gatekeeper.publisher;

import io.gatekeeper.batching.Rounds;
import io.gatekeeper.batching.Rounds.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Answers where publishers stand now, in rounds: questions that arrive while the database is asked share the next
 * snapshot. It was taken after each of them had been asked, so none is told less than if it had been asked alone.
 */
@ApplicationScoped
class PresentStatus {

    /** So short a statement that more rounds at once would only be smaller ones. */
    private static final int AT_ONCE = 1;

    /** More would keep the first of a round waiting for the last, and share next to nothing more. */
    private static final int MOST_TOGETHER = 64;

    private static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private final PreparedStatuses statuses;
    private final Rounds<CreditCode, PresentAnswer> rounds;

    PresentStatus(PreparedStatuses statuses) {
        this.statuses = statuses;
        this.rounds = new Rounds<>(AT_ONCE, MOST_TOGETHER, Rounds.threads(), this::round);
    }

    /** Returns at once. */
    CompletionStage<PresentAnswer> of(CreditCode publisher) {
        return rounds.ask(publisher);
    }

    /** The JSON of a list in the order asked, of a snapshot of their own: so many are a round by themselves. */
    byte[] ofAll(List<CreditCode> publishers) {
        PreparedStatuses.Answers answers = statuses.of(publishers);
        byte[] instant = answers.instant();
        int length = HEAD.length + publishers.size() - 1 + TAIL.length;
        for (PreparedStatus status : answers.statuses()) {
            length += status.length(instant);
        }
        ByteBuffer list = ByteBuffer.allocate(length).put(HEAD);
        for (int i = 0; i < publishers.size(); i++) {
            if (i > 0) {
                list.put((byte) ',');
            }
            answers.statuses()[i].write(instant, list);
        }
        return list.put(TAIL).array();
    }

    private void round(List<Item<CreditCode, PresentAnswer>> items) {
        PreparedStatuses.Answers answers =
                statuses.of(items.stream().map(Item::asked).toList());
        for (int i = 0; i < items.size(); i++) {
            items.get(i).answer(answers.of(i));
        }
    }
}
