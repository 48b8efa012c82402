package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A notice as officers and auditors see it; in lists without its entries.
 *
 * @param entryCount how many rows it has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NoticeView(
        String id,
        String issuer,
        NoticeKind kind,
        int year,
        int numberInYear,
        Integer numberOverall,
        Instant publishedAt,
        Instant rectifyBy,
        int entryCount,
        Instant recordedAt,
        String recordedBy,
        Withdrawal withdrawal,
        List<Entry> entries,
        List<Warning> warnings) {

    record Withdrawal(Instant at, String proposedBy, String by, String reason) {}

    /** @param publisherId whom the row means; absent while its company name is unresolved */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String appName,
            String developerName,
            CreditCode publisherId,
            String source,
            String version,
            List<ProblemCode> problems) {

        static Entry of(NoticeEntryRow row) {
            CreditCode publisher = row.publisherId == null ? null : new CreditCode(row.publisherId);
            return new Entry(row.appName, row.developerName, publisher, row.source, row.version, row.problemCodes());
        }
    }

    static NoticeView summary(NoticeRow row) {
        return of(row, null, null);
    }

    static NoticeView of(NoticeRow row, List<NoticeEntryRow> entryRows) {
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < entryRows.size(); i++) {
            NoticeEntryRow entry = entryRows.get(i);
            if (entry.publisherId == null) {
                warnings.add(new Warning(
                        "/entries/" + i + "/developerName",
                        "NAME_UNRESOLVED",
                        "no publisher has this name, so the entry counts for nobody until an officer resolves it"));
            } else {
                warnings.addAll(Warning.about(new CreditCode(entry.publisherId), "/entries/" + i + "/publisherId"));
            }
        }
        return of(row, entryRows.stream().map(Entry::of).toList(), warnings);
    }

    private static NoticeView of(NoticeRow row, List<Entry> entries, List<Warning> warnings) {
        return new NoticeView(
                row.id,
                row.issuer,
                row.kind,
                row.year,
                row.numberInYear,
                row.numberOverall,
                row.publishedAt,
                row.rectifyBy,
                row.entryCount,
                row.recordedAt,
                row.recordedBy,
                row.withdrawnAt == null
                        ? null
                        : new Withdrawal(
                                row.withdrawnAt, row.withdrawalProposedBy, row.withdrawnBy, row.withdrawalReason),
                entries,
                warnings);
    }
}
