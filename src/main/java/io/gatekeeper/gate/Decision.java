package io.gatekeeper.gate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * PUBLISH or HOLD, with every requirement the gate looked at and what it found.
 *
 * <p>Only {@link Gate#decide} makes one, so that no other code can come by a PUBLISH.
 */
public final class Decision {

    private final Evidence evidence;
    private final List<Requirement> requirements;
    private final boolean testNeeded;
    private final NextAction nextAction;
    private final Optional<Instant> validUntil;

    Decision(
            Evidence evidence,
            List<Requirement> requirements,
            boolean testNeeded,
            NextAction nextAction,
            Optional<Instant> validUntil) {
        this.evidence = evidence;
        this.requirements = List.copyOf(requirements);
        this.testNeeded = testNeeded;
        this.nextAction = nextAction;
        this.validUntil = validUntil;
    }

    /** PUBLISH when, and only when, every requirement there is was proved, or is waived by two officers for a time. */
    public Outcome outcome() {
        boolean allProved = requirements.size() == Requirement.Code.values().length
                && requirements.stream().noneMatch(Requirement.Unsatisfied.class::isInstance);
        return allProved ? Outcome.PUBLISH : Outcome.HOLD;
    }

    /** What this PUBLISH rests on besides proofs; empty for one that was proved whole, and for a HOLD. */
    public Optional<Waiver> waiver() {
        return outcome() == Outcome.HOLD
                ? Optional.empty()
                : requirements.stream()
                        .filter(Requirement.Waived.class::isInstance)
                        .map(r -> ((Requirement.Waived) r).waiver())
                        .findFirst();
    }

    /** Every reason of a hold, each once; empty for a PUBLISH. */
    public List<Reason> reasons() {
        return requirements.stream()
                .filter(Requirement.Unsatisfied.class::isInstance)
                .flatMap(r -> ((Requirement.Unsatisfied) r).reasons().stream())
                .distinct()
                .toList();
    }

    public boolean has(HoldReason code) {
        return reasons().stream().anyMatch(r -> r.code() == code);
    }

    public List<Requirement> requirements() {
        return requirements;
    }

    /** Whether a technical test has to be under way for this release. */
    public boolean testNeeded() {
        return testNeeded;
    }

    public NextAction nextAction() {
        return nextAction;
    }

    /** The instant from which the same facts would have to be looked at again; empty when time alone changes nothing. */
    public Optional<Instant> validUntil() {
        return validUntil;
    }

    public Evidence evidence() {
        return evidence;
    }

    public Instant decidedAt() {
        return evidence.at();
    }

    public long statusVersion() {
        return evidence.standing().statusVersion();
    }

    public long regimeVersion() {
        return evidence.standing().regimeVersion();
    }

    /** Empty when no policy was in effect; such a decision is a HOLD. */
    public Optional<String> policyVersion() {
        return evidence.standing().policy().map(p -> p.version());
    }

    /** Whether a reader of this decision is told anything else than by {@code other}. */
    public boolean says(Outcome otherOutcome, List<Reason> otherReasons, NextAction otherNextAction) {
        return outcome() == otherOutcome
                && reasons().equals(otherReasons)
                && Objects.equals(nextAction, otherNextAction);
    }
}
