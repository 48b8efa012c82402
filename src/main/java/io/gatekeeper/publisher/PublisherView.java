package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A publisher as it stands in the register; one that is not registered has no name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PublisherView(
        CreditCode publisherId, String name, List<String> aliases, Instant registeredAt, List<Warning> warnings) {

    static PublisherView of(PublisherRow row, List<PublisherAliasRow> aliases) {
        CreditCode code = new CreditCode(row.creditCode);
        Optional<CompanyName> own = Optional.ofNullable(row.name).map(CompanyName::of);
        List<String> others = aliases.stream()
                .filter(a -> !own.equals(Optional.of(new CompanyName(a.normalised))))
                .map(a -> a.name)
                .toList();
        return new PublisherView(code, row.name, others, row.registeredAt, Warning.about(code, "creditCode"));
    }
}
