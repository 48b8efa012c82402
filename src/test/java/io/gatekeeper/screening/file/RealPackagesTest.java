package io.gatekeeper.screening.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real packages give the facts that aapt, apksigner, dexdump and androguard gave of them. */
class RealPackagesTest {

    @ParameterizedTest
    @ValueSource(strings = {RealPackages.LARGE, RealPackages.SMALL})
    void tellsWhatTheOtherToolsTell(String name) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(RealPackagesTest.class.getResourceAsStream("/screening/real-packages.json"))
                .get("packages")
                .get(name);
        int[] classes = new int[1];

        PackageFacts facts;
        try (FileChannel file = FileChannel.open(RealPackages.path(name))) {
            facts = PackageFile.read(file, FileLimits.DEFAULT, (kind, where, bytes, from, to) -> {
                classes[0] += kind == TermKind.CLASS ? 1 : 0;
            });
        }

        assertThat(facts.problems()).isEmpty();
        assertThat(facts.kind()).isEqualTo(FileKind.APK);
        assertThat(facts.packageName()).isEqualTo(expected.get("package").asText());
        assertThat(facts.versionName()).isEqualTo(expected.get("versionName").textValue());
        assertThat(facts.versionCode())
                .isEqualTo(
                        expected.get("versionCode").isNull()
                                ? null
                                : Long.valueOf(expected.get("versionCode").asLong()));
        assertThat(facts.minSdk()).isEqualTo(expected.get("minSdk").asInt());
        assertThat(facts.targetSdk()).isEqualTo(expected.get("targetSdk").asInt());
        assertThat(facts.debuggable()).isEqualTo(expected.get("debuggable").asBoolean());
        assertThat(facts.permissions()).containsExactlyInAnyOrderElementsOf(texts(expected.get("permissions")));
        assertThat(facts.components().stream()
                        .map(one -> one.type() + " " + one.name() + (one.exported() ? " exported" : "")))
                .containsExactlyInAnyOrderElementsOf(texts(expected.get("components")));
        assertThat(facts.nativeLibraries()).isEmpty();
        assertThat(classes[0]).as("classes").isEqualTo(expected.get("classes").asInt());
        assertThat(facts.certificates()).hasSize(1);
        Certificate certificate = facts.certificates().get(0);
        JsonNode signer = expected.get("signer");
        assertThat(certificate)
                .isEqualTo(new Certificate(
                        signer.get("sha256").asText(),
                        signer.get("md5").asText(),
                        signer.get("publicKeySha256").asText(),
                        signer.get("publicKeyMd5").asText(),
                        signer.get("subject").asText(),
                        texts(signer.get("schemes"))));
        sameAsAndroguard(facts, expected.get("androguard"));
    }

    private static void sameAsAndroguard(PackageFacts facts, JsonNode androguard) {
        assertThat(facts.packageName()).isEqualTo(androguard.get("package").asText());
        assertThat(facts.versionName()).isEqualTo(androguard.get("versionName").textValue());
        assertThat(facts.versionCode() == null ? null : facts.versionCode().toString())
                .isEqualTo(androguard.get("versionCode").textValue());
        assertThat(facts.minSdk()).hasToString(androguard.get("minSdk").asText());
        assertThat(facts.targetSdk()).hasToString(androguard.get("targetSdk").asText());
        assertThat(facts.permissions()).containsExactlyInAnyOrderElementsOf(texts(androguard.get("permissions")));
        for (String kind : List.of("activities", "services", "receivers", "providers")) {
            String type = kind.equals("activities")
                    ? "ACTIVITY"
                    : kind.substring(0, kind.length() - 1).toUpperCase(Locale.ROOT);
            assertThat(facts.components().stream()
                            .filter(one -> one.type().equals(type))
                            .map(PackageComponent::name))
                    .containsExactlyInAnyOrderElementsOf(texts(androguard.get(kind)));
        }
        assertThat(facts.certificates().stream().map(Certificate::sha256))
                .containsExactlyInAnyOrderElementsOf(texts(androguard.get("certificates")));
        List<String> schemes = facts.certificates().get(0).schemes();
        assertThat(schemes.contains("V2")).isEqualTo(androguard.get("v2").asBoolean());
        assertThat(schemes.contains("V3")).isEqualTo(androguard.get("v3").asBoolean());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
