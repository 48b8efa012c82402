package io.gatekeeper.resilience;

import io.gatekeeper.screening.file.SomePackage;
import io.gatekeeper.testing.SomeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** A sound Android package of any size that lies nowhere: it is made anew, byte for byte, whenever it is sent. */
final class LargeFile {

    private static final int BLOCK = 1 << 20;
    private static final int END = 22;

    /** A stretch of the file: these bytes, or as many of the pattern as {@code length} says. */
    private record Stretch(byte[] bytes, long length, int number) {

        static Stretch of(byte[] bytes) {
            return new Stretch(bytes, bytes.length, 0);
        }
    }

    private final byte[] pattern = new byte[BLOCK];
    private final List<Stretch> stretches = new ArrayList<>();
    private final long size;
    private final String sha256;

    /** @param size in bytes, at most 4 GiB */
    LargeFile(long size) throws IOException {
        this.size = size;
        new Random().nextBytes(pattern);
        ByteBuffer small = ByteBuffer.wrap(SomePackage.any().content()).order(ByteOrder.LITTLE_ENDIAN);
        int end = small.limit() - END;
        int directorySize = small.getInt(end + 12);
        int directoryAt = small.getInt(end + 16);
        stretches.add(Stretch.of(slice(small, 0, directoryAt)));

        List<byte[]> names =
                List.of(name("assets/level-1.bin"), name("assets/level-2.bin"), name("assets/level-3.bin"));
        int framing = directoryAt + directorySize + END;
        for (byte[] name : names) {
            framing += 30 + 46 + 2 * name.length;
        }
        long left = size - framing;
        long at = directoryAt;
        List<byte[]> directory = new ArrayList<>(List.of(slice(small, directoryAt, directorySize)));
        for (int number = 0; number < names.size(); number++) {
            byte[] name = names.get(number);
            long length = number == names.size() - 1 ? left : size / names.size();
            int crc = crc(number, length);
            stretches.add(Stretch.of(local(name, crc, length)));
            stretches.add(new Stretch(null, length, number));
            directory.add(central(name, crc, length, at));
            at += 30 + name.length + length;
            left -= length;
        }
        int newSize = directory.stream().mapToInt(entry -> entry.length).sum();
        directory.forEach(entry -> stretches.add(Stretch.of(entry)));
        int count = small.getShort(end + 10) + names.size();
        stretches.add(Stretch.of(ByteBuffer.wrap(slice(small, end, END))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(8, (short) count)
                .putShort(10, (short) count)
                .putInt(12, newSize)
                .putInt(16, (int) at)
                .array()));

        MessageDigest digest = SomeFile.digest();
        send(0, size, new OutputStream() {
            @Override
            public void write(int one) {
                digest.update((byte) one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                digest.update(bytes, from, length);
            }
        });
        this.sha256 = HexFormat.of().formatHex(digest.digest());
    }

    long size() {
        return size;
    }

    String sha256() {
        return sha256;
    }

    /** Writes the bytes from here to there. */
    void send(long from, long to, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        long start = 0;
        for (Stretch stretch : stretches) {
            long until = Math.min(to, start + stretch.length());
            for (long at = Math.max(from, start); at < until; ) {
                long inside = at - start;
                byte[] source = stretch.bytes();
                int offset = (int) inside;
                int most = stretch.bytes() == null ? BLOCK : stretch.bytes().length;
                if (source == null) {
                    source = block;
                    fill(block, stretch.number(), inside / BLOCK);
                    offset = (int) (inside % BLOCK);
                }
                int length = (int) Math.min(most - offset, until - at);
                out.write(source, offset, length);
                at += length;
            }
            start += stretch.length();
        }
    }

    /** No two blocks are alike, so that one in the wrong place is noticed. */
    private void fill(byte[] block, int number, long index) {
        System.arraycopy(pattern, 0, block, 0, BLOCK);
        ByteBuffer.wrap(block).putInt(number).putLong(index);
    }

    private int crc(int number, long length) {
        CRC32 crc = new CRC32();
        byte[] block = new byte[BLOCK];
        for (long done = 0; done < length; done += BLOCK) {
            fill(block, number, done / BLOCK);
            crc.update(block, 0, (int) Math.min(BLOCK, length - done));
        }
        return (int) crc.getValue();
    }

    private static byte[] local(byte[] name, int crc, long length) {
        return ByteBuffer.allocate(30 + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) 10)
                .putInt(14, crc)
                .putInt(18, (int) length)
                .putInt(22, (int) length)
                .putShort(26, (short) name.length)
                .position(30)
                .put(name)
                .array();
    }

    private static byte[] central(byte[] name, int crc, long length, long at) {
        return ByteBuffer.allocate(46 + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x02014b50)
                .putShort((short) 10)
                .putShort((short) 10)
                .putInt(16, crc)
                .putInt(20, (int) length)
                .putInt(24, (int) length)
                .putShort(28, (short) name.length)
                .putInt(42, (int) at)
                .position(46)
                .put(name)
                .array();
    }

    private static byte[] slice(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        from.get(at, bytes);
        return bytes;
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
