package io.gatekeeper.screening.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes binary manifests and resource tables. */
public final class ManifestWriter {

    /** The attributes of the framework that the tests use; their names come first in the string pool. */
    private static final Map<String, Integer> FRAMEWORK = new LinkedHashMap<>(Map.of(
            "name", 0x01010003,
            "permission", 0x01010006,
            "debuggable", 0x0101000f,
            "exported", 0x01010010,
            "value", 0x01010024,
            "minSdkVersion", 0x0101020c,
            "versionCode", 0x0101021b,
            "versionName", 0x0101021c,
            "targetSdkVersion", 0x01010270,
            "versionCodeMajor", 0x01010576));

    private final List<String> strings = new ArrayList<>(FRAMEWORK.keySet());
    private final ByteArrayOutputStream elements = new ByteArrayOutputStream();

    /** A reference to a resource, as the value of an attribute. */
    public record Reference(int id) {}

    public ManifestWriter open(String name, Object... attributes) {
        ByteBuffer chunk = little(36 + 10 * attributes.length);
        chunk.putShort((short) 0x102)
                .putShort((short) 16)
                .putInt(chunk.capacity())
                .putInt(1)
                .putInt(-1);
        chunk.putInt(-1).putInt(string(name)).putShort((short) 20).putShort((short) 20);
        chunk.putShort((short) (attributes.length / 2)).putShort((short) 0).putInt(0);
        for (int one = 0; one < attributes.length; one += 2) {
            Object value = attributes[one + 1];
            boolean text = value instanceof String;
            int data = text ? string((String) value) : data(value);
            chunk.putInt(-1).putInt(string((String) attributes[one])).putInt(text ? data : -1);
            chunk.putShort((short) 8).put((byte) 0).put((byte) type(value)).putInt(data);
        }
        elements.writeBytes(chunk.array());
        return this;
    }

    public ManifestWriter close(String name) {
        ByteBuffer chunk =
                little(24).putShort((short) 0x103).putShort((short) 16).putInt(24);
        elements.writeBytes(
                chunk.putInt(1).putInt(-1).putInt(-1).putInt(string(name)).array());
        return this;
    }

    public byte[] bytes() {
        byte[] pool = pool(strings, strings.size());
        ByteBuffer numbers = little(8 + 4 * FRAMEWORK.size());
        numbers.putShort((short) 0x180).putShort((short) 8).putInt(numbers.capacity());
        FRAMEWORK.values().forEach(numbers::putInt);
        int size = 8 + pool.length + numbers.capacity() + elements.size();
        ByteBuffer file = little(size).putShort((short) 3).putShort((short) 8).putInt(size);
        return file.put(pool).put(numbers.array()).put(elements.toByteArray()).array();
    }

    /** A string pool that may tell of more strings than it has. */
    public static byte[] pool(List<String> strings, int told) {
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        ByteBuffer offsets = little(4 * strings.size());
        for (String text : strings) {
            byte[] utf16 = text.getBytes(StandardCharsets.UTF_16LE);
            offsets.putInt(texts.size());
            texts.writeBytes(little(2).putShort((short) text.length()).array());
            texts.writeBytes(utf16);
            texts.writeBytes(new byte[2]);
        }
        texts.writeBytes(new byte[(4 - texts.size() % 4) % 4]);
        int start = 28 + offsets.capacity();
        ByteBuffer pool = little(start + texts.size()).putShort((short) 1).putShort((short) 28);
        pool.putInt(pool.capacity())
                .putInt(told)
                .putInt(0)
                .putInt(0)
                .putInt(start)
                .putInt(0);
        return pool.put(offsets.array()).put(texts.toByteArray()).array();
    }

    /** A table with one string resource, 0x7f010000, in the default configuration, and one that refers to itself, 0x7f010001. */
    public static byte[] resources(String text) {
        byte[] pool = pool(List.of(text), 1);
        ByteBuffer type =
                little(84 + 8 + 32).putShort((short) 0x201).putShort((short) 84).putInt(84 + 8 + 32);
        type.put((byte) 1)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(2)
                .putInt(92)
                .putInt(64);
        type.position(84);
        type.putInt(0).putInt(16);
        type.putShort((short) 8).putShort((short) 0).putInt(0);
        type.putShort((short) 8).put((byte) 0).put((byte) 3).putInt(0);
        type.putShort((short) 8).putShort((short) 0).putInt(0);
        type.putShort((short) 8).put((byte) 0).put((byte) 1).putInt(0x7f010001);
        ByteBuffer content = little(288).putShort((short) 0x200).putShort((short) 288);
        content.putInt(288 + type.capacity()).putInt(0x7f);
        int size = 12 + pool.length + 288 + type.capacity();
        ByteBuffer file = little(size)
                .putShort((short) 2)
                .putShort((short) 12)
                .putInt(size)
                .putInt(1);
        return file.put(pool).put(content.array()).put(type.array()).array();
    }

    private int string(String text) {
        if (!strings.contains(text)) {
            strings.add(text);
        }
        return strings.indexOf(text);
    }

    private static int type(Object value) {
        return value instanceof String ? 3 : value instanceof Boolean ? 0x12 : value instanceof Reference ? 1 : 0x10;
    }

    private static int data(Object value) {
        return value instanceof Boolean flag
                ? flag ? -1 : 0
                : value instanceof Reference to ? to.id() : (Integer) value;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
