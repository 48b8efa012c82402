package io.gatekeeper.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The automaton finds what a search for each text alone finds. */
class MarkAutomatonTest {

    @Test
    void findsTextsThatBeginEndAndStandWithinOthers() {
        assertThat(found(List.of("he", "she", "his", "hers", "e", "ushers"), "ushers"))
                .containsExactlyInAnyOrder("she@1", "he@2", "e@3", "hers@2", "ushers@0");
    }

    @Test
    void findsNothingInNothing() {
        assertThat(found(List.of("abc"), "")).isEmpty();
        assertThat(found(List.of(), "abc")).isEmpty();
    }

    @Test
    void findsTheSameAsASearchForEachText() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Set<String> texts = new LinkedHashSet<>();
            for (int one = 0; one < 40; one++) {
                texts.add(random(random, 1 + random.nextInt(6)));
            }
            String content = random(random, 400);
            List<String> expected = new ArrayList<>();
            for (String text : texts) {
                for (int at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
                    expected.add(text + "@" + at);
                }
            }

            assertThat(found(List.copyOf(texts), content)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String random(Random random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, (all, one) -> all.append((char) one), StringBuilder::append)
                .toString();
    }

    private static List<String> found(List<String> texts, String content) {
        byte[] bytes = ("é" + content + "é").getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        new MarkAutomaton(texts).find(bytes, 2, bytes.length - 2, (text, start, end) -> {
            assertThat(end - start).isEqualTo(texts.get(text).length());
            found.add(texts.get(text) + "@" + (start - 2));
        });
        return found;
    }
}
