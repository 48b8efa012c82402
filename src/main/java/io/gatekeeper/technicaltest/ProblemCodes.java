package io.gatekeeper.technicaltest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The codes of the problems a finding may name: the regime's own, those of public notices. */
@ApplicationScoped
class ProblemCodes {

    private static final String RESOURCE = "/regime/problem-codes.json";

    private final Set<String> codes;

    ProblemCodes(ObjectMapper json) {
        try (InputStream resource = ProblemCodes.class.getResourceAsStream(RESOURCE)) {
            codes = new TreeSet<>(json.readValue(resource, new TypeReference<Set<String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(String code) {
        return codes.contains(code);
    }

    @Override
    public String toString() {
        return String.join(", ", codes);
    }
}
