package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.screening.file.TermKind;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mark counts only where it sits as its kind says. */
class MarkFinderTest {

    @ParameterizedTest
    @CsvSource({
        "CLASS_PREFIX, com.umeng,  CLASS,          com.umeng.analytics.A, true",
        "CLASS_PREFIX, com.umeng,  CLASS,          com.umeng,             true",
        "CLASS_PREFIX, com.umeng,  COMPONENT,      com.umeng$A,           true",
        "CLASS_PREFIX, com.umeng., CLASS,          com.umeng.A,           true",
        "CLASS_PREFIX, com.umeng,  CLASS,          com.umengx.A,          false",
        "CLASS_PREFIX, com.umeng,  CLASS,          org.com.umeng.A,       false",
        "CLASS_PREFIX, com.umeng,  STRING,         com.umeng.A,           false",
        "LIBRARY,      libx.so,    NATIVE_LIBRARY, libx.so,               true",
        "LIBRARY,      libx.so,    NATIVE_LIBRARY, mylibx.so,             false",
        "HOST,         umeng.com,  STRING,         https://a.umeng.com/x, true",
        "HOST,         umeng.com,  RAW,            umeng.com.,            true",
        "HOST,         umeng.com,  STRING,         notumeng.com,          false",
        "HOST,         umeng.com,  STRING,         not-umeng.com,         false",
        "HOST,         umeng.com,  STRING,         umeng.com.cn,          false",
        "HOST,         umeng.com,  STRING,         umeng.community,       false",
        "TEXT,         getImei,    STRING,         getImei,               true",
        "TEXT,         getImei,    STRING,         getImeiNow,            false",
        "WORD,         UMConfigure,RAW,            (UMConfigure),         true",
        "WORD,         UMConfigure,RAW,            UMConfigure2,          false",
        "WORD,         UMConfigure,RAW,            my_UMConfigure,        false",
        "KEY,          NSx,        PLIST_KEY,      NSx,                   true",
        "PATH,         a/b.json,   ENTRY,          assets/a/b.json,       true",
        "PATH,         a/b.json,   ENTRY,          assets/aa/b.json,      false",
        "ASKED_PERMISSION, a.P,    PERMISSION,     a.P,                   true",
        "ASKED_PERMISSION, a.P,    PERMISSION,     a.P2,                  false",
        "META,         KEY,        META_DATA,      KEY,                   true",
    })
    void sits(MarkKind kind, String text, TermKind term, String content, boolean expected) {
        Mark mark = new Mark(kind, text);
        MarkFinder.Search search = new MarkFinder(Set.of(mark)).search();

        hear(search, term, content);

        assertThat(search.seen().containsKey(mark)).isEqualTo(expected);
    }

    @Test
    void takesTheEdgeOfABlockForNoBoundary() {
        Mark mark = new Mark(MarkKind.HOST, "umeng.com");
        MarkFinder.Search search = new MarkFinder(Set.of(mark)).search();

        hear(search, TermKind.RAW, "… not");
        hear(search, TermKind.RAW, "umeng.com");

        assertThat(search.seen()).isEmpty();
    }

    @Test
    void tellsWhereItSawAMarkFirst() {
        Mark mark = new Mark(MarkKind.TEXT, "getImei");
        MarkFinder.Search search = new MarkFinder(Set.of(mark)).search();

        hear(search, TermKind.STRING, "getImei");
        search.term(TermKind.STRING, "elsewhere", "getImei".getBytes(StandardCharsets.UTF_8), 0, 7);

        assertThat(search.seen()).containsEntry(mark, "here");
    }

    private static void hear(MarkFinder.Search search, TermKind term, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        search.term(term, "here", bytes, 0, bytes.length);
    }
}
