package io.gatekeeper.screening;

import java.util.Arrays;
import java.util.List;

/** What the publisher may have declared, so that an indicator that fires is no finding. */
sealed interface Unless {

    boolean declared(Declarations declarations);

    record Never() implements Unless {
        @Override
        public boolean declared(Declarations declarations) {
            return false;
        }
    }

    record Permission(String name) implements Unless {
        @Override
        public boolean declared(Declarations declarations) {
            return declarations.permission(name);
        }
    }

    record Sdk(EmbeddedSdk sdk) implements Unless {
        @Override
        public boolean declared(Declarations declarations) {
            return declarations.sdk(sdk);
        }
    }

    /** @param words of which one stands in a declared kind of personal information */
    record Information(List<String> words) implements Unless {
        @Override
        public boolean declared(Declarations declarations) {
            return words.stream().anyMatch(declarations::information);
        }
    }

    /** {@code never}, {@code permission:name} or {@code information:word|word}. */
    static Unless parse(String text) {
        if (text.equals("never")) {
            return new Never();
        }
        if (text.startsWith("permission:") && text.length() > "permission:".length()) {
            return new Permission(text.substring("permission:".length()));
        }
        if (text.startsWith("information:")) {
            List<String> words = Arrays.stream(
                            text.substring("information:".length()).split("\\|"))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty()) {
                return new Information(words);
            }
        }
        throw new IllegalArgumentException(
                "an exception is never, permission:<name> or information:<word>|<word>, not " + text);
    }
}
