package io.gatekeeper.publisher;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body that records a notice.
 *
 * @param numberInYear  its number in the issuer's year, 2022年第2批
 * @param numberOverall its number over all years, 总第22批
 * @param rectifyBy     until when the apps must be put right
 */
record NoticeBody(
        @NotNull(message = "is missing")
        @Pattern(regexp = "[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", message = "must be capitals, digits and dashes")
        @Size(max = 16, message = "must not be longer than 16")
        String issuer,

        @NotNull(message = "is missing") NoticeKind kind,

        @NotNull(message = "is missing")
        @Min(value = 2000, message = "must be 2000 to 2100")
        @Max(value = 2100, message = "must be 2000 to 2100")
        Integer year,

        @NotNull(message = "is missing")
        @Min(value = 1, message = "must be 1 to 9999")
        @Max(value = 9999, message = "must be 1 to 9999")
        Integer numberInYear,

        @Min(value = 1, message = "must be 1 to 99999") @Max(value = 99999, message = "must be 1 to 99999")
        Integer numberOverall,

        @NotNull(message = "is missing") Instant publishedAt,
        Instant rectifyBy,

        @NotNull(message = "is missing") @Size(min = 1, max = 2_000, message = "must be 1 to 2000")
        List<@NotNull(message = "must not be null") @Valid Entry> entries) {

    /**
     * One row of the notice.
     *
     * @param publisherId the credit code, where the recording officer knows it; notices name companies, not codes
     * @param source      the store the app was found in
     */
    record Entry(
            @NotBlank(message = "must name the app") @Size(max = 200, message = "must not be longer than 200")
            String appName,

            @NotBlank(message = "must name the company") @Size(max = 200, message = "must not be longer than 200")
            String developerName,

            String publisherId,

            @Size(max = 200, message = "must not be longer than 200")
            String source,

            @Size(max = 100, message = "must not be longer than 100")
            String version,

            @NotNull(message = "is missing") @Size(min = 1, max = 20, message = "must be 1 to 20")
            List<@NotNull(message = "must not be null") ProblemCode> problems) {

        /** In one order and each once, so that the same row always reads the same. */
        Set<ProblemCode> distinctProblems() {
            return new TreeSet<>(problems);
        }
    }

    /** For example {@code MIIT-2021-4}; kinds other than the batch have sequences of their own and say so. */
    String id() {
        String batch = issuer + "-" + year + "-" + numberInYear;
        return kind == NoticeKind.BATCH
                ? batch
                : batch + "-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same content however it was sent: what two recordings of one notice must have in common. */
    NoticeBody canonical() {
        return new NoticeBody(
                issuer,
                kind,
                year,
                numberInYear,
                numberOverall,
                publishedAt,
                rectifyBy,
                entries.stream()
                        .map(e -> new Entry(
                                e.appName().strip(),
                                e.developerName().strip(),
                                e.publisherId(),
                                e.source(),
                                e.version(),
                                List.copyOf(e.distinctProblems())))
                        .toList());
    }
}
