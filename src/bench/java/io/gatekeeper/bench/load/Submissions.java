package io.gatekeeper.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Submissions as platforms make them, each of another app and another artifact, without formatting anything twice. */
public final class Submissions {

    /** What changes from one to the next: a number, as so many hex digits in the package's name and in the digest. */
    private static final String SLOT = "0123456789abcdef";

    private static final String JSON = """
            {"kind":"VERSION_UPDATE","publisherId":"%s",\
            "app":{"packageName":"com.example.a%s","os":"ANDROID","name":"聊天"},\
            "version":{"name":"8.0.16","code":2040},\
            "artifact":{"sha256":"%s%s","sizeBytes":123456789},\
            "filingNumber":"粤B2-20090059-1A",\
            "declarations":{\
            "permissions":[{"name":"android.permission.CAMERA","purpose":"to scan a code"},\
            {"name":"android.permission.RECORD_AUDIO","purpose":"voice messages"}],\
            "sdks":[{"name":"Push SDK","provider":"Example Push Ltd","purpose":"messages to a locked device",\
            "personalInformation":["device identifier"]}],\
            "collectedPersonalInformation":[{"kind":"phone number","purpose":"registration",\
            "situation":"when an account is opened"}],\
            "sharedPersonalInformation":[{"kind":"device identifier","purpose":"push messages",\
            "situation":"while the app is in use","manner":"SDK","recipient":"Example Push Ltd"}]}}""";

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() << 20);

    private Submissions() {}

    /** A submission's JSON for an app nobody has submitted. */
    public static String json(String publisherId) {
        return json(publisherId, String.format("%016x", number()));
    }

    /** Scattered like real digests, so that no index gets its keys in order; the odd factor keeps each of them unique. */
    private static long number() {
        return NUMBERS.incrementAndGet() * 0x9E37_79B9_7F4A_7C15L;
    }

    private static String json(String publisherId, String number) {
        return JSON.formatted(publisherId, number, "c0ffee".repeat(8), number);
    }

    /** A whole request whose apps and artifacts can be renewed in place. */
    public static final class Request {

        private final byte[] bytes;
        private final int[] slots;
        private final int slotsOfOne;

        private Request(byte[] bytes, int items, int slotsOfOne) {
            this.bytes = bytes;
            this.slotsOfOne = slotsOfOne;
            byte[] slot = SLOT.getBytes(StandardCharsets.US_ASCII);
            slots = IntStream.range(0, bytes.length - slot.length)
                    .filter(i -> Arrays.equals(bytes, i, i + slot.length, slot, 0, slot.length))
                    .toArray();
            if (slots.length != items * slotsOfOne) {
                throw new AssertionError("package name, digest and perhaps a key, not " + slots.length + " places");
            }
        }

        public static Request single(String publisherId, String token) {
            return new Request(HttpCalls.request("POST", "/v1/release-requests", token, json(publisherId, SLOT)), 1, 2);
        }

        /** With a key of its own for every number. */
        public static Request keyed(String publisherId, String token) {
            String key = "Idempotency-Key: bench-" + SLOT;
            return new Request(
                    HttpCalls.request("POST", "/v1/release-requests", token, json(publisherId, SLOT), key), 1, 3);
        }

        public static Request batch(List<String> publisherIds, String token, int size) {
            String items = IntStream.range(0, size)
                    .mapToObj(i -> json(publisherIds.get(i % publisherIds.size()), SLOT))
                    .collect(Collectors.joining(",", "[", "]"));
            return new Request(HttpCalls.request("POST", "/v1/release-requests/batch", token, items), size, 2);
        }

        /** The same bytes every time, with numbers in them nobody has used. */
        public byte[] renewed() {
            for (int first = 0; first < slots.length; first += slotsOfOne) {
                write(first, number());
            }
            return bytes;
        }

        /** A number nobody has used. */
        public static long fresh() {
            return number();
        }

        /** The request with this number, the same bytes every time. */
        public byte[] numbered(long number) {
            write(0, number);
            return bytes;
        }

        private void write(int first, long number) {
            for (int slot = first; slot < first + slotsOfOne; slot++) {
                for (int digit = 0; digit < SLOT.length(); digit++) {
                    bytes[slots[slot] + digit] = HEX[(int) (number >>> (60 - 4 * digit)) & 0xf];
                }
            }
        }
    }
}
