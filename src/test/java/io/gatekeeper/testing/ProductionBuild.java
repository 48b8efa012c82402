package io.gatekeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The production build of this very source, made once for the whole run. */
public final class ProductionBuild {

    private static final Path APPLICATION = Path.of("target", "production", "quarkus-app");

    private static boolean built;

    private ProductionBuild() {}

    /** The directory that is all of it. */
    public static synchronized Path application() throws InterruptedException {
        if (!built) {
            build();
            built = true;
        }
        return APPLICATION;
    }

    private static void build() throws InterruptedException {
        Path maven = Path.of(System.getProperty("maven.home", ""), "bin", "mvn");
        List<String> command = List.of(
                Files.exists(maven) ? maven.toString() : "mvn",
                "-o",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Pproduction",
                "-DskipTests",
                "clean",
                "package");
        try (GateProcess build = GateProcess.start(command, Map.of())) {
            assertThat(build.awaitExit()).as(build::output).isZero();
        }
    }
}
