package io.gatekeeper.screening.file;

/**
 * The value of an attribute or resource.
 *
 * @param type of Res_value; TEXT when only the text is known
 * @param text of a string, else null
 */
record XmlValue(int type, int data, String text) {

    static final int REFERENCE = 0x01;
    static final int STRING = 0x03;
    static final int DYNAMIC_REFERENCE = 0x07;
    static final int DECIMAL = 0x10;
    static final int HEXADECIMAL = 0x11;
    static final int BOOLEAN = 0x12;

    static XmlValue of(String text) {
        return new XmlValue(STRING, 0, text);
    }

    boolean reference() {
        return type == REFERENCE || type == DYNAMIC_REFERENCE;
    }

    String asText() {
        return switch (type) {
            case STRING -> text;
            case DECIMAL -> Integer.toString(data);
            case HEXADECIMAL -> "0x" + Integer.toHexString(data);
            case BOOLEAN -> Boolean.toString(data != 0);
            default -> text;
        };
    }

    /** The number, or null when it is none, as the code name of a platform in preview. */
    Integer asInt() {
        if (type != STRING) {
            return type >= DECIMAL && type <= 0x1f ? Integer.valueOf(data) : null;
        }
        try {
            return text == null ? null : Integer.decode(text.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    Boolean asBoolean() {
        if (type != STRING) {
            return type >= DECIMAL && type <= 0x1f ? Boolean.valueOf(data != 0) : null;
        }
        return text == null ? null : Boolean.valueOf(text.trim().equalsIgnoreCase("true"));
    }
}
