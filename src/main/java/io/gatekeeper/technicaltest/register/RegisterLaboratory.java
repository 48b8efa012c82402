package io.gatekeeper.technicaltest.register;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.publisher.CreditCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An officer registers or amends a laboratory; what the register says then holds for every call from then on. */
@ApplicationScoped
class RegisterLaboratory {

    /** @param created whether it was not registered before */
    record Registered(LaboratoryView laboratory, boolean created) {}

    private final Laboratories laboratories;
    private final Clock clock;

    RegisterLaboratory(Laboratories laboratories, Clock clock) {
        this.laboratories = laboratories;
        this.clock = clock;
    }

    @Transactional
    Registered register(String laboratory, LaboratoryBody body, String officer) {
        check(body.affiliations());
        long version = laboratories.write(laboratory, body, officer, clock.instant());
        return new Registered(laboratories.find(laboratory).orElseThrow(), version == 1);
    }

    private static void check(List<LaboratoryBody.Affiliation> affiliations) {
        Set<CreditCode> named = new HashSet<>();
        for (int i = 0; i < affiliations.size(); i++) {
            String pointer = "/affiliations/" + i + "/publisherId";
            if (!named.add(CreditCode.parse(affiliations.get(i).publisherId(), pointer))) {
                throw ProblemException.invalid(pointer, "is named twice");
            }
        }
    }
}
