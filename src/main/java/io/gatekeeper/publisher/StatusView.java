package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Where a publisher stands, why, and what that means for its releases.
 *
 * @param name          absent for a publisher nobody has registered
 * @param statusVersion the present one, whatever instants were asked for
 * @param asOf          the instant in effect
 * @param knownAt       the instant of knowledge
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusView(
        CreditCode publisherId,
        String name,
        Standing standing,
        long statusVersion,
        Strikes strikes,
        List<InForce> measures,
        List<Window> windows,
        EffectView effect,
        Instant asOf,
        Instant knownAt,
        String policyVersion,
        List<Warning> warnings) {

    record InForce(UUID id, MeasureType type, MeasureView.State state, Instant inForceFrom, boolean confirmed) {}

    record Window(UUID id, Instant from, Instant to, Set<ReleaseKind> kinds) {}

    /** What the standing means, for each kind of release and for versions that are listed already. */
    record EffectView(
            @JsonProperty("NEW_LISTING") Effect newListing,
            @JsonProperty("VERSION_UPDATE") Effect versionUpdate,
            @JsonProperty("LISTED_VERSIONS") Listed listedVersions) {

        /** A listed version is never touched, whatever the standing: there is no other value. */
        enum Listed {
            UNTOUCHED
        }
    }

    static StatusView of(PublisherFacts facts, DerivedStanding derived, Policy policy, Instant asOf, Instant knownAt) {
        return new StatusView(
                facts.publisher(),
                facts.name().orElse(null),
                derived.standing(),
                facts.statusVersion(),
                derived.strikes(),
                derived.measures().stream()
                        .map(m -> new InForce(
                                m.id(),
                                m.type(),
                                MeasureView.State.IN_FORCE,
                                m.imposition().inForceFrom(),
                                m.confirmed(asOf, knownAt)))
                        .toList(),
                derived.windows().stream()
                        .map(w -> new Window(w.id(), w.from(), w.to(), new TreeSet<>(w.kinds())))
                        .toList(),
                new EffectView(
                        derived.effect().get(ReleaseKind.NEW_LISTING),
                        derived.effect().get(ReleaseKind.VERSION_UPDATE),
                        EffectView.Listed.UNTOUCHED),
                asOf,
                knownAt,
                policy.version(),
                Warning.about(facts.publisher(), "creditCode"));
    }

    /**
     * An entity tag for all this shows but the instants, which differ with every call. It is taken of what is shown and
     * not of its JSON, which nobody needs to write for a caller that has it. The name stands last, because it alone may
     * hold any character.
     */
    String tag() {
        String shown = publisherId + "|" + standing + "|" + statusVersion + "|" + strikes + "|" + measures + "|"
                + windows + "|" + effect + "|" + policyVersion + "|" + name;
        return '"' + Sha256.hex(shown).substring(0, 32) + '"';
    }
}
