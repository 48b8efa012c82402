package io.gatekeeper.screening;

import io.gatekeeper.screening.file.FileKind;
import io.gatekeeper.screening.file.PackageFacts;
import io.gatekeeper.screening.file.UsageDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an indicator may rest on.
 *
 * @param marks that were seen, each with the entry where it was seen first
 * @param sdks that were found; empty while they are being found
 * @param absentSdks the declared names of those that would have been recognised
 */
record Sighting(
        PackageFacts facts,
        Map<Mark, String> marks,
        List<EmbeddedSdk> sdks,
        List<String> absentSdks,
        Subject subject,
        Declarations declarations,
        Optional<PassedArtifact> previous) {

    static Sighting of(
            PackageFacts facts,
            Map<Mark, String> marks,
            Subject subject,
            Declared declared,
            Optional<PassedArtifact> previous) {
        return new Sighting(facts, marks, List.of(), List.of(), subject, new Declarations(declared), previous);
    }

    Sighting withSdks(List<EmbeddedSdk> found, List<String> absent) {
        return new Sighting(facts, marks, found, absent, subject, declarations, previous);
    }

    boolean seen(MarkKind kind, String text) {
        return Mark.mayBe(text) && marks.containsKey(new Mark(kind, text));
    }

    /** What the file asks its user for: permissions, or on iOS the keys of its usage descriptions. */
    List<String> permissions() {
        return facts.kind() == FileKind.IPA
                ? facts.usageDescriptions().stream()
                        .map(UsageDescription::key)
                        .sorted()
                        .toList()
                : facts.permissions();
    }
}
