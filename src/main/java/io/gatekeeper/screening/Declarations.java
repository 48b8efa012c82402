package io.gatekeeper.screening;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was declared, made comparable: people write one name in many ways. */
final class Declarations {

    private static final Pattern NOISE = Pattern.compile("(?i)sdk|[^\\p{L}\\p{N}]");
    /** Of a name in Latin letters; two Chinese characters say as much. */
    private static final int TELLING_LETTERS = 4;

    private static final int TELLING_CHARACTERS = 2;

    private final Declared declared;
    private final List<String> information;

    Declarations(Declared declared) {
        this.declared = declared;
        this.information = Stream.of(
                        declared.collectedPersonalInformation().stream().map(Declared.Information::kind),
                        declared.sharedPersonalInformation().stream().map(Declared.Information::kind),
                        declared.sdks().stream().flatMap(sdk -> sdk.personalInformation().stream()))
                .flatMap(kinds -> kinds)
                .filter(kind -> kind != null)
                .map(kind -> kind.toLowerCase(Locale.ROOT))
                .toList();
    }

    boolean empty() {
        return declared.equals(Declared.NOTHING);
    }

    List<String> permissions() {
        return declared.permissions().stream().map(Declared.Permission::name).toList();
    }

    List<String> sdks() {
        return declared.sdks().stream().map(Declared.Sdk::name).toList();
    }

    /** Declared in full or by the word behind the last dot. */
    boolean permission(String name) {
        return permissions().stream().anyMatch(one -> samePermission(one, name));
    }

    static boolean samePermission(String declared, String found) {
        return found.equals(declared) || found.endsWith("." + declared);
    }

    boolean sdk(EmbeddedSdk sdk) {
        return sdks().stream().anyMatch(one -> sameSdk(one, sdk));
    }

    static boolean sameSdk(String declared, EmbeddedSdk found) {
        String one = plain(declared);
        return related(one, plain(found.name().en()))
                || related(one, plain(found.name().zh()));
    }

    /** One name is the other, or is enough of it: 友盟统计 is the 友盟统计分析SDK. */
    private static boolean related(String one, String other) {
        String shorter = one.length() <= other.length() ? one : other;
        String longer = one.length() <= other.length() ? other : one;
        boolean latin = shorter.chars().allMatch(letter -> letter < 0x80);
        return shorter.equals(longer) && !shorter.isEmpty()
                || shorter.length() >= (latin ? TELLING_LETTERS : TELLING_CHARACTERS) && longer.contains(shorter);
    }

    private static String plain(String name) {
        return NOISE.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Whether a kind of personal information that was declared, of the app or of an SDK, names it. */
    boolean information(String word) {
        return information.stream().anyMatch(kind -> kind.contains(word.toLowerCase(Locale.ROOT)));
    }
}
