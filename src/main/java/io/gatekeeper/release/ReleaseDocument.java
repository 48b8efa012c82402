package io.gatekeeper.release;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.gatekeeper.gate.Outcome;
import io.gatekeeper.identity.ExpressLane;
import io.gatekeeper.publisher.CreditCode;
import io.gatekeeper.publisher.Warning;
import io.gatekeeper.release.ReadReleases.Found;
import io.gatekeeper.release.ReleaseRequestView.TestShown;
import io.gatekeeper.release.StoredFields.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Writes what {@link ReleaseRequestView} shows, byte for byte, out of the JSON that is stored: a submission and the reasons
 * of a decision go into an answer as they came from the database.
 */
record ReleaseDocument(Found found, Documents documents) implements ExpressLane.Representation {

    private static final byte[] REASONS = StoredFields.name("reasons");
    private static final byte[] NEXT_ACTION = StoredFields.name("nextAction");

    private static final byte[] WAIVER = StoredFields.name("waiver");

    /** The largest part of a decision, which readers of a request are not shown, and the last. */
    private static final byte[] EVIDENCE = StoredFields.name("evidence");

    private static final byte[] NULL = ascii("null");
    private static final byte[] NONE = ascii("[]");

    /** More than all but the stored parts take, with names of usual length. */
    private static final int USUAL = 1_024;

    @Override
    public String tag() {
        return Etags.of(found.row().rowVersion(), found.test());
    }

    @Override
    public byte[] json() {
        ReleaseSnapshot row = found.row();
        byte[] submission = row.submission().utf8();
        byte[] decision = row.document().utf8();
        // Only a PUBLISH may rest on a waiver, so a HOLD is not searched to its end for one.
        boolean mayBeWaived = row.outcome() == Outcome.PUBLISH;
        Span[] shown = mayBeWaived
                ? StoredFields.before(EVIDENCE, decision, REASONS, NEXT_ACTION, WAIVER)
                : StoredFields.before(EVIDENCE, decision, REASONS, NEXT_ACTION);
        Bytes json = new Bytes(submission.length + length(shown[0]) + length(shown[1]) + USUAL);
        json.put("{\"id\":").put(row.id()).put(",\"platformId\":").string(row.platformId());
        json.put(",\"state\":\"").put(row.state().name()).put("\",").put(submission, 1, submission.length - 1);
        json.put(",\"submittedAt\":").put(row.submittedAt());
        json.put(",\"decision\":{\"sequence\":").put(Integer.toString(row.sequence()));
        json.put(",\"outcome\":\"").put(row.outcome().name());
        json.put("\",\"decidedAt\":").put(row.decidedAt());
        if (row.policyVersion() != null) {
            json.put(",\"policyVersion\":").string(row.policyVersion());
        }
        json.put(",\"statusVersion\":").put(Long.toString(row.statusVersion()));
        json.field(",\"reasons\":", decision, shown[0]);
        json.field(",\"waiver\":", decision, mayBeWaived ? shown[2] : null).put("}");
        if (found.test() != null) {
            json.put(",\"test\":").put(documents.bytes(TestShown.of(found.test())));
        }
        if (!row.isOver()) {
            json.field(",\"nextAction\":", decision, shown[1]);
        }
        if (row.closedAt() != null) {
            json.put(",\"closedAt\":").put(row.closedAt());
        }
        if (row.supersededBy() != null) {
            json.put(",\"supersededBy\":").put(row.supersededBy());
        }
        List<Warning> warnings = Warning.about(new CreditCode(row.publisherId()), "/publisherId");
        return json.put(",\"warnings\":")
                .put(warnings.isEmpty() ? NONE : documents.bytes(warnings))
                .put("}")
                .all();
    }

    private static int length(Span span) {
        return span == null ? 0 : span.to() - span.from();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A growing array. */
    private static final class Bytes {

        private byte[] bytes;
        private int length;

        Bytes(int expected) {
            bytes = new byte[expected];
        }

        Bytes put(byte[] part, int from, int to) {
            int more = to - from;
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
            }
            System.arraycopy(part, from, bytes, length, more);
            length += more;
            return this;
        }

        Bytes put(byte[] part) {
            return put(part, 0, part.length);
        }

        /** @param text in ASCII, with nothing to escape */
        Bytes put(String text) {
            return put(ascii(text));
        }

        Bytes string(String text) {
            return put("\"")
                    .put(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                    .put("\"");
        }

        Bytes put(UUID id) {
            return put("\"").put(id.toString()).put("\"");
        }

        Bytes put(Instant at) {
            return put("\"").put(at.toString()).put("\"");
        }

        /** Nothing for a field that is null or absent, as everywhere in an answer. */
        Bytes field(String name, byte[] stored, Span value) {
            boolean absent = value == null || Arrays.equals(stored, value.from(), value.to(), NULL, 0, NULL.length);
            return absent ? this : put(name).put(stored, value.from(), value.to());
        }

        byte[] all() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
