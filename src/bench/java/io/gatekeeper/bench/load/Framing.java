package io.gatekeeper.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where an answer of HTTP/1.1 ends, and nothing else of it. */
final class Framing {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Framing() {}

    static int status(byte[] bytes) {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** The length of the whole answer, or -1 while it cannot be known; there is only one answer at a time. */
    static int length(byte[] bytes, int count) {
        int head = headLength(bytes, count);
        if (head < 0) {
            return -1;
        }
        int status = status(bytes);
        if (status == 304 || status == 204) {
            return head;
        }
        if (isChunked(bytes, head)) {
            int last = count - LAST_CHUNK.length;
            boolean ended = Arrays.equals(bytes, last, count, LAST_CHUNK, 0, LAST_CHUNK.length);
            return ended ? count : -1;
        }
        int at = find(bytes, head, CONTENT_LENGTH);
        if (at < 0) {
            throw new IllegalStateException("an answer without a length");
        }
        return head + number(bytes, at + CONTENT_LENGTH.length);
    }

    /** Joins the chunks of an answer in place; returns its length without what stood between them. */
    static int joined(byte[] bytes, int length) {
        int head = headLength(bytes, length);
        if (!isChunked(bytes, head)) {
            return length;
        }
        int to = head;
        int from = head;
        while (from < length) {
            int size = 0;
            for (; bytes[from] != '\r'; from++) {
                size = size * 16 + Character.digit(bytes[from], 16);
            }
            if (size == 0) {
                break;
            }
            System.arraycopy(bytes, from + 2, bytes, to, size);
            to += size;
            from += size + 4;
        }
        return to;
    }

    private static boolean isChunked(byte[] bytes, int head) {
        return find(bytes, head, CHUNKED) >= 0;
    }

    private static int headLength(byte[] bytes, int count) {
        for (int i = 0; i + 3 < count; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** Where a line of the head begins with this, written large or small. */
    private static int find(byte[] bytes, int head, byte[] wanted) {
        for (int i = 2; i + wanted.length < head; i++) {
            if (bytes[i - 1] == '\n' && begins(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean begins(byte[] bytes, int from, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[from + i] | 0x20) != (wanted[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        return number;
    }
}
