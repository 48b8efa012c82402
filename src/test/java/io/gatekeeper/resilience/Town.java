package io.gatekeeper.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.GateProcess;
import io.gatekeeper.testing.ProductionBuild;
import io.gatekeeper.testing.Servers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whole installation in processes of its own: a PostgreSQL, a Kafka, and replicas of the production build. */
final class Town implements AutoCloseable {

    private static final String ISSUER = "https://issuer.example";
    private static final int LAST_LINES = 15;

    final Server postgres;
    final Server kafka;
    /** Empty where no file system can be mounted. */
    final Optional<Disk> postgresDisk;

    final Optional<Disk> kafkaDisk;
    /** Clients choose from it while it changes. */
    final List<Replica> replicas = new CopyOnWriteArrayList<>();

    private final Path directory;
    private final DevelopmentIssuer issuer;

    /** A replica keeps its ports when it is started again. */
    final class Replica implements AutoCloseable {

        private final Path application;
        private final Map<String, String> variables = new HashMap<>();
        final int api = Servers.freePort();
        private final int management = Servers.freePort();
        private GateProcess process;

        private Replica(Path application, String jdbcUrl, String bootstrap) {
            this.application = application;
            variables.putAll(settings(jdbcUrl, bootstrap));
            variables.put("QUARKUS_HTTP_PORT", "" + api);
            variables.put("QUARKUS_MANAGEMENT_PORT", "" + management);
        }

        void start() {
            process = GateProcess.start(application, variables);
        }

        void awaitReady() throws InterruptedException {
            process.await(this::isReady);
        }

        boolean isReady() {
            return status("http://127.0.0.1:" + management + "/q/health/ready") == 200;
        }

        /** SIGKILL; proves that it is what ended it. */
        void kill() throws InterruptedException {
            process.kill();
            assertThat(process.awaitExit())
                    .as("exit of a process killed with -9")
                    .isEqualTo(137);
            assertThat(status("http://127.0.0.1:" + management + "/q/health/live"))
                    .as("refused")
                    .isZero();
        }

        String output() {
            return process.output();
        }

        @Override
        public void close() {
            if (process != null) {
                process.close();
            }
        }
    }

    private Town(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        issuer = DevelopmentIssuer.in(directory.resolve("issuer"));
        Path databaseDisk = directory.resolve("database-disk");
        Path brokerDisk = directory.resolve("broker-disk");
        // The long form writes enough for the log of the one to take a gigabyte, and 200 MB of events.
        postgresDisk = Disk.at(databaseDisk, Scale.times(700, 4_000));
        kafkaDisk = Disk.at(brokerDisk, Scale.times(200, 2_000));
        postgres = Server.postgres(databaseDisk.resolve("postgres"));
        kafka = Server.kafka(brokerDisk.resolve("kafka"));
    }

    static Town started(int replicas) throws IOException, InterruptedException {
        Path runs = Files.createDirectories(Path.of("target", "resilience"));
        Town town = new Town(Files.createTempDirectory(runs, "run-"));
        // A run that is broken off leaves neither processes nor file systems behind.
        Runtime.getRuntime().addShutdownHook(new Thread(town::close));
        try {
            town.kafka.start();
            town.postgres.start();
            for (int i = 0; i < replicas; i++) {
                town.add(ProductionBuild.application(), town.postgres.port(), town.kafka.port());
            }
            for (Replica replica : town.replicas) {
                replica.awaitReady();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            town.close();
            throw e;
        }
        return town;
    }

    Path directory() {
        return directory;
    }

    /** One more, of this application, which reaches its servers through these ports; started, and not waited for. */
    Replica add(Path application, int postgresPort, int kafkaPort) {
        return add(application, postgresPort, kafkaPort, Map.of());
    }

    /** The same with further variables. */
    Replica add(Path application, int postgresPort, int kafkaPort, Map<String, String> more) {
        Replica replica = new Replica(
                application, "jdbc:postgresql://127.0.0.1:" + postgresPort + "/gatekeeper", "127.0.0.1:" + kafkaPort);
        replica.variables.putAll(more);
        replicas.add(replica);
        replica.start();
        return replica;
    }

    private Map<String, String> settings(String jdbcUrl, String bootstrap) {
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl);
        settings.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrap);
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", issuer.publicKey());
        settings.put("QUARKUS_OIDC_TOKEN_ISSUER", ISSUER);
        settings.put(
                "GATEKEEPER_ARTIFACTS_DIRECTORY",
                directory.resolve("artifacts").toAbsolutePath().toString());
        settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        settings.put("JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return settings;
    }

    /** The last that everybody has said, for a case that fails where nothing else is kept. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        words.append(last("PostgreSQL", postgres.output())).append(last("Kafka", kafka.output()));
        replicas.forEach(replica -> words.append(last("the gate at " + replica.api, replica.output())));
        return words.toString();
    }

    private static String last(String who, String output) {
        List<String> lines = output.lines().toList();
        return "[resilience] last words of " + who + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) + "\n";
    }

    String token(Role role, String organisation, String subject) {
        return issuer.token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    /** Runs the reconciliation as an operator would; the report, which says so when all agree. */
    GateProcess reconciled(String jdbcUrl, String... options) throws InterruptedException {
        Map<String, String> variables = settings(jdbcUrl, kafka.bootstrap());
        variables.put("GATEKEEPER_RECONCILIATION_GRACE", "PT1S");
        variables.put("GATEKEEPER_RECONCILIATION_SECOND_LOOK", "PT5S");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                ProductionBuild.application().resolve("quarkus-run.jar").toString(),
                "reconcile"));
        command.addAll(List.of(options));
        GateProcess process = GateProcess.start(command, variables);
        process.awaitExit();
        return process;
    }

    /** The status of an answer; 0 for none. On a connection of its own: a pooled one could outlive the server it led to. */
    static int status(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(10_000);
            connection.setRequestProperty("Connection", "close");
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        kafka.close();
        postgres.close();
        kafkaDisk.ifPresent(Disk::close);
        postgresDisk.ifPresent(Disk::close);
    }
}
