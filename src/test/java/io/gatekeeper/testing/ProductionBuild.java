package io.gatekeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The production build of this very source, made once for the whole run. */
public final class ProductionBuild {

    private static final Path APPLICATION = Path.of("target", "production", "quarkus-app");

    /** A build takes minutes where others work, too. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static boolean built;

    private ProductionBuild() {}

    /** The directory that is all of it. */
    public static synchronized Path application() throws InterruptedException {
        if (!built) {
            build(Path.of("."));
            built = true;
        }
        return APPLICATION;
    }

    /** The same of another source, such as that of an earlier version; made once for it. */
    public static synchronized Path of(Path source) throws InterruptedException {
        Path application = source.resolve(APPLICATION);
        if (!Files.exists(application.resolve("quarkus-run.jar"))) {
            build(source);
        }
        return application;
    }

    private static void build(Path source) throws InterruptedException {
        Path maven = Path.of(System.getProperty("maven.home", ""), "bin", "mvn");
        List<String> command = List.of(
                Files.exists(maven) ? maven.toString() : "mvn",
                "-o",
                "-q",
                "-B",
                "-f",
                source.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Pproduction",
                "-DskipTests",
                "clean",
                "package");
        try (GateProcess build = GateProcess.start(command, Map.of())) {
            assertThat(build.awaitExit(PATIENCE)).as(build::output).isZero();
        }
    }
}
