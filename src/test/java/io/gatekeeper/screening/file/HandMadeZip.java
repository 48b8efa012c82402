package io.gatekeeper.screening.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a zip that tells the truth, or lies where a test has it lie. */
public final class HandMadeZip {

    /** One entry; what is set differs from the truth. */
    public static final class Part {
        public final String name;
        public final byte[] content;
        final boolean deflated;
        public String localName;
        public Long size;
        Long localSize;
        public Integer method;
        public int flags;
        Integer header;
        boolean contentKept = true;

        Part(String name, byte[] content, boolean deflated) {
            this.name = name;
            this.content = content;
            this.deflated = deflated;
        }
    }

    public final List<Part> parts = new ArrayList<>();
    Integer entriesTold;
    byte[] before = {};
    byte[] after = {};

    public Part deflated(String name, byte[] content) {
        Part part = new Part(name, content, true);
        parts.add(part);
        return part;
    }

    public Part stored(String name, byte[] content) {
        Part part = new Part(name, content, false);
        parts.add(part);
        return part;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream central = new ByteArrayOutputStream();
        out.writeBytes(before);
        for (Part part : parts) {
            byte[] packed = part.deflated ? deflate(part.content) : part.content;
            byte[] name = part.name.getBytes(StandardCharsets.UTF_8);
            byte[] localName = part.localName == null ? name : part.localName.getBytes(StandardCharsets.UTF_8);
            int method = part.method != null ? part.method : part.deflated ? 8 : 0;
            CRC32 crc = new CRC32();
            crc.update(part.content);
            long size = part.size == null ? part.content.length : part.size;
            long localSize = part.localSize == null ? size : part.localSize;
            int at = part.header == null ? out.size() : part.header;
            if (part.contentKept) {
                ByteBuffer local = little(30).putInt(0x04034b50).putShort((short) 20);
                local.putShort((short) part.flags)
                        .putShort((short) method)
                        .putInt(0)
                        .putInt((int) crc.getValue());
                local.putInt(packed.length).putInt((int) localSize);
                local.putShort((short) localName.length).putShort((short) 0);
                out.writeBytes(local.array());
                out.writeBytes(localName);
                out.writeBytes(packed);
            }
            ByteBuffer header =
                    little(46).putInt(0x02014b50).putInt(20 << 16 | 20).putShort((short) part.flags);
            header.putShort((short) method).putInt(0).putInt((int) crc.getValue());
            header.putInt(packed.length).putInt((int) size).putShort((short) name.length);
            header.position(42);
            header.putInt(at);
            central.writeBytes(header.array());
            central.writeBytes(name);
        }
        int entries = entriesTold == null ? parts.size() : entriesTold;
        ByteBuffer end = little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries);
        end.putInt(central.size()).putInt(out.size());
        out.writeBytes(central.toByteArray());
        out.writeBytes(end.array());
        out.writeBytes(after);
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return out.toByteArray();
    }
}
