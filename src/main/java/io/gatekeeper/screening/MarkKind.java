package io.gatekeeper.screening;

import static io.gatekeeper.screening.file.TermKind.CLASS;
import static io.gatekeeper.screening.file.TermKind.COMPONENT;
import static io.gatekeeper.screening.file.TermKind.ENTRY;
import static io.gatekeeper.screening.file.TermKind.META_DATA;
import static io.gatekeeper.screening.file.TermKind.NATIVE_LIBRARY;
import static io.gatekeeper.screening.file.TermKind.PERMISSION;
import static io.gatekeeper.screening.file.TermKind.PLIST_KEY;
import static io.gatekeeper.screening.file.TermKind.RAW;
import static io.gatekeeper.screening.file.TermKind.STRING;

import io.gatekeeper.screening.file.TermKind;
import java.util.EnumSet;
import java.util.Set;

/** Where in a file a mark is looked for, and how it has to sit there. */
enum MarkKind {
    /** A class of the file has this name, or one that goes on behind a dot. */
    CLASS_PREFIX("class", Fit.PREFIX, CLASS, COMPONENT),
    /** A native library, or an iOS framework, has this file name. */
    LIBRARY("library", Fit.WHOLE, NATIVE_LIBRARY),
    /** The host, or one below it, is named anywhere in text or bytes. */
    HOST("host", Fit.HOST, STRING, RAW, META_DATA),
    /** A string is this; names of methods and types of a dex file are such strings. */
    TEXT("string", Fit.WHOLE, STRING),
    /** The word stands anywhere in text or bytes; names of Objective-C classes do. */
    WORD("word", Fit.WORD, STRING, RAW),
    ASKED_PERMISSION("permission", Fit.WHOLE, PERMISSION),
    META("metadata", Fit.WHOLE, META_DATA),
    /** A key of a property list: a usage description, an entitlement, a setting. */
    KEY("key", Fit.WHOLE, PLIST_KEY),
    /** An entry has this path, or one that ends in it. */
    PATH("entry", Fit.PATH, ENTRY);

    private enum Fit {
        WHOLE,
        PREFIX,
        HOST,
        WORD,
        PATH
    }

    private final String word;
    private final Fit fit;
    private final Set<TermKind> terms;

    MarkKind(String word, Fit fit, TermKind first, TermKind... rest) {
        this.word = word;
        this.fit = fit;
        this.terms = EnumSet.of(first, rest);
    }

    /** How a matcher names it. */
    String word() {
        return word;
    }

    Set<TermKind> terms() {
        return terms;
    }

    /**
     * Whether a mark found at {@code start} to {@code end} sits well in the term at {@code from} to {@code to}.
     *
     * @param continued the term goes on from one that was heard before, so its beginning is no boundary
     */
    boolean fits(byte[] bytes, int from, int to, int start, int end, boolean continued) {
        return switch (fit) {
            case WHOLE -> start == from && end == to;
            case PREFIX -> start == from && (end == to || bytes[end - 1] == '.' || isOneOf(bytes[end], '.', '$'));
            case PATH -> end == to && (start == from || bytes[start - 1] == '/');
            case WORD -> freeBefore(bytes, from, start, continued, '_') && (end == to || !letter(bytes[end], '_'));
            case HOST -> freeBefore(bytes, from, start, continued, '-') && hostEnds(bytes, to, end);
        };
    }

    private static boolean freeBefore(byte[] bytes, int from, int start, boolean continued, char joins) {
        return start == from ? !continued : !letter(bytes[start - 1], joins);
    }

    private static boolean hostEnds(byte[] bytes, int to, int end) {
        if (end == to) {
            return true;
        }
        // A dot ends a sentence, or goes on to another host: umeng.com is not umeng.com.example
        boolean goesOn = bytes[end] == '.' && end + 1 < to && letter(bytes[end + 1], '-');
        return !goesOn && !letter(bytes[end], '-');
    }

    private static boolean letter(byte one, char also) {
        return one >= 'a' && one <= 'z' || one >= 'A' && one <= 'Z' || one >= '0' && one <= '9' || one == also;
    }

    private static boolean isOneOf(byte one, char first, char second) {
        return one == first || one == second;
    }
}
