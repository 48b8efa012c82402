package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of a file, both ends included.
 *
 * <p>Source: RFC 9110, section 14.
 */
record ByteRange(long first, long last) {

    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    static ByteRange whole(long size) {
        return new ByteRange(0, size - 1);
    }

    /**
     * What a {@code Range} header asks for. One of another unit or form, or of several ranges, is no reason to refuse: the
     * whole file answers it (section 14.2).
     *
     * @param header may be null
     * @param size   of the file, at least 1
     */
    static ByteRange of(String header, long size) {
        Matcher single = SINGLE.matcher(header == null ? "" : header);
        if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            return whole(size);
        }
        if (single.group(1).isEmpty()) {
            long suffix = Long.parseLong(single.group(2));
            if (suffix == 0) {
                throw unsatisfiable(size);
            }
            return new ByteRange(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(single.group(1));
        long last = single.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(single.group(2));
        if (last < first) {
            return whole(size);
        }
        if (first >= size) {
            throw unsatisfiable(size);
        }
        return new ByteRange(first, Math.min(last, size - 1));
    }

    /** Whether it was asked for as a part; the whole file asked for as a range is answered as one, too. */
    static boolean isAsked(String header) {
        Matcher single = SINGLE.matcher(header == null ? "" : header);
        if (!single.matches()) {
            return false;
        }
        String first = single.group(1);
        String last = single.group(2);
        if (first.isEmpty() || last.isEmpty()) {
            return !first.isEmpty() || !last.isEmpty();
        }
        return Long.parseLong(first) <= Long.parseLong(last);
    }

    long length() {
        return last - first + 1;
    }

    /** As it stands in {@code Content-Range}. */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    private static ProblemException unsatisfiable(long size) {
        return ProblemException.of(ProblemType.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes.")
                .with("Content-Range", "bytes */" + size);
    }
}
