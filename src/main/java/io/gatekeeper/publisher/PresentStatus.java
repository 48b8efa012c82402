package io.gatekeeper.publisher;

import io.gatekeeper.batching.Rounds;
import io.gatekeeper.batching.Rounds.Item;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final PresentFacts facts;
    private final Rounds<CreditCode, StatusView> rounds;

    PresentStatus(PresentFacts facts) {
        this.facts = facts;
        this.rounds = new Rounds<>(AT_ONCE, MOST_TOGETHER, Rounds.threads(), this::round);
    }

    /** Returns at once. */
    CompletionStage<StatusView> of(CreditCode publisher) {
        return rounds.ask(publisher);
    }

    /** In the order asked, of a snapshot of their own: so many are a round by themselves. */
    List<StatusView> ofAll(List<CreditCode> publishers) {
        PresentFacts.Present present = facts.of(publishers);
        return publishers.stream().map(present::of).toList();
    }

    private void round(List<Item<CreditCode, StatusView>> items) {
        PresentFacts.Present present = facts.of(items.stream().map(Item::asked).toList());
        items.forEach(item -> item.answer(present.of(item.asked())));
    }
}
