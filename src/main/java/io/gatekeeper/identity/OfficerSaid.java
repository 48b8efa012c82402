package io.gatekeeper.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * What an officer said in a matter, and when; as the contract shows it and as it is stored.
 *
 * @param by the officer's subject; null where the reader is no authority
 */
@Embeddable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OfficerSaid(String by, String reason, Instant at) {

    /**
     * Refuses a second officer who is the first.
     *
     * @throws ProblemException {@code second-officer-required}
     */
    public static void demandAnother(String first, String second) {
        if (second.equals(first)) {
            throw ProblemException.of(
                    ProblemType.SECOND_OFFICER_REQUIRED,
                    "The caller has proposed this already; another officer has to agree to it.");
        }
    }

    /** For a reader who may know the officer's name, or may not; null for what nobody has said yet. */
    public static OfficerSaid to(boolean authority, OfficerSaid said) {
        return said == null || authority ? said : new OfficerSaid(null, said.reason(), said.at());
    }
}
