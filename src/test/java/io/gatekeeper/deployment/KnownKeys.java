package io.gatekeeper.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which keys of configuration somebody reads when the gate starts, as their owners themselves say. */
final class KnownKeys {

    /** What every extension of Quarkus brings along for its documentation. */
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private final Set<String> keys = new HashSet<>();

    /** Ours, those of Quarkus that a start still reads (not those a build has fixed), and those of Kafka's clients. */
    KnownKeys() {
        try {
            addOurs();
            List<URL> models = Collections.list(KnownKeys.class.getClassLoader().getResources(MODEL));
            for (URL model : models) {
                try (InputStream content = model.openStream()) {
                    addQuarkus(new ObjectMapper().readTree(content));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        // Quarkus hands whatever begins with kafka. to the clients.
        Stream.of(ProducerConfig.configNames(), ConsumerConfig.configNames())
                .flatMap(Set::stream)
                .forEach(name -> keys.add("kafka." + name));
        // Of the source that reads mounted Secrets: the name is a constant of a class that is not public.
        keys.add("smallrye.config.source.file.locations");
    }

    boolean isKey(String key) {
        return keys.contains(key);
    }

    /** Whether a variable of the environment says anything, by the rule of MicroProfile Config 1.3, section 5.3.1. */
    boolean isVariable(String variable) {
        return keys.stream().anyMatch(key -> asVariable(key).equals(variable));
    }

    private static String asVariable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private void addOurs() throws IOException {
        for (JavaClass mapping : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.gatekeeper")) {
            if (mapping.isAnnotatedWith(ConfigMapping.class)) {
                keys.addAll(ConfigClass.configClass(mapping.reflect())
                        .getProperties()
                        .keySet());
            }
        }
        // Read one by one: all of them have their default there.
        Properties defaults = new Properties();
        try (InputStream file = KnownKeys.class.getResourceAsStream("/application.properties")) {
            defaults.load(file);
        }
        defaults.stringPropertyNames().stream()
                .filter(name -> name.startsWith("gatekeeper."))
                .forEach(keys::add);
    }

    private void addQuarkus(JsonNode node) {
        if (node.path("phase").asText().equals("RUN_TIME")
                && node.at("/path/property").isTextual()) {
            keys.add(node.at("/path/property").asText());
        }
        node.forEach(this::addQuarkus);
    }
}
