package io.gatekeeper.local;

import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has a production build start once against servers of its own and do some of everything, so that the JVM can write down what
 * a start loads, links and compiles first: the AOT cache of the container image.
 */
public final class TrainingRun {

    private static final String ISSUER = "https://issuer.example";
    private static final Duration READY = Duration.ofMinutes(5);
    /** The JVM assembles the cache in a process of its own after the gate has ended, and the gate's waits for it. */
    private static final Duration ASSEMBLED = Duration.ofMinutes(10);

    private static final int ROUNDS = 100;
    private static final String STANDING = "9144030071526726XG";
    private static final String GUIDED = "91350100M000100Y43";

    private final HttpClient client = HttpClient.newHttpClient();
    private final DevelopmentIssuer issuer;
    private final int api = freePort();
    private final int management = freePort();

    private TrainingRun(DevelopmentIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Runs the command that is given, a JVM that is told to write a cache, after two arguments: a directory for the servers'
     * data, and the file that must be there in the end. Ends with 1 when it is not.
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]);
        List<String> command = List.of(arguments).subList(2, arguments.length);
        DevelopmentIssuer issuer = DevelopmentIssuer.in(directory.resolve("issuer"));
        try (LocalPostgres postgres =
                        new LocalPostgres(directory.resolve("postgres"), directory.resolve("binaries"), freePort());
                LocalKafka kafka = new LocalKafka(directory.resolve("kafka"), freePort())) {
            postgres.start();
            kafka.start();
            new TrainingRun(issuer).run(command, directory, postgres, kafka);
        }
        if (!Files.exists(cache)) {
            System.err.println("The training run wrote no " + cache + ".");
            System.exit(1);
        }
        System.out.printf("The training run wrote %s, %d MiB.%n", cache, Files.size(cache) >> 20);
        // Threads of the servers' libraries must not keep a build waiting.
        System.exit(0);
    }

    private void run(List<String> command, Path directory, LocalPostgres postgres, LocalKafka kafka)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).inheritIO();
        builder.environment().putAll(variables(directory, postgres, kafka));
        Process gate = builder.start();
        try {
            await(gate, "ready", () -> get("/q/health/ready") == 200);
            work(gate);
            gate.destroy();
            if (!gate.waitFor(ASSEMBLED.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the cache is not assembled after " + ASSEMBLED);
            }
        } finally {
            gate.destroyForcibly();
        }
    }

    private Map<String, String> variables(Path directory, LocalPostgres postgres, LocalKafka kafka) {
        Map<String, String> variables = new HashMap<>();
        variables.put("QUARKUS_HTTP_PORT", "" + api);
        variables.put("QUARKUS_MANAGEMENT_PORT", "" + management);
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        variables.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        variables.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        variables.put(
                "GATEKEEPER_ARTIFACTS_DIRECTORY", directory.resolve("artifacts").toString());
        // Under another name: with its own the production build refuses to start.
        variables.put("QUARKUS_OIDC_PUBLIC_KEY", issuer.publicKey());
        variables.put("QUARKUS_OIDC_TOKEN_ISSUER", ISSUER);
        return variables;
    }

    /** What a replica hears most: submissions that are cleared and held, reads, statuses, probes; and a test opens over Kafka. */
    private void work(Process gate) throws InterruptedException {
        String officer = token(Role.REGULATOR, "miit", "officer-1");
        String platform = token(Role.PLATFORM, "huawei-appgallery", "backend");
        String laboratory = token(Role.LABORATORY, "lab-beijing", "examiner-1");
        for (String publisher : List.of(STANDING, GUIDED)) {
            expect(201, send("PUT", "/v1/publishers/" + publisher, officer, "{\"name\":\"%s\"}".formatted(publisher)));
        }
        expect(201, send("POST", "/v1/measures", officer, """
                {"publisherId":"%s","type":"TRANSITIONAL_GUIDANCE","channel":"WRITTEN",\
                "legalBasis":"an order","reason":"training"}""".formatted(GUIDED)));
        for (int i = 0; i < ROUNDS; i++) {
            for (String publisher : List.of(STANDING, GUIDED)) {
                HttpResponse<String> answer = send("POST", "/v1/release-requests", platform, submission(publisher, i));
                expect(201, answer);
                String location = answer.headers().firstValue("Location").orElseThrow();
                expect(
                        200,
                        send(
                                "GET",
                                URI.create("/v1/release-requests/")
                                        .resolve(location)
                                        .getPath(),
                                platform,
                                null));
                expect(200, send("GET", "/v1/publishers/" + publisher + "/status", platform, null));
            }
        }
        await(gate, "an open test", () -> {
            HttpResponse<String> queue = send("GET", "/v1/technical-tests", laboratory, null);
            return queue.statusCode() == 200 && queue.body().contains("com.example.training");
        });
        for (String probe : List.of("/q/health", "/q/metrics")) {
            get(probe);
        }
    }

    private static String submission(String publisher, int version) {
        return """
                {"kind":"VERSION_UPDATE","publisherId":"%s","app":{"packageName":"com.example.training","os":"ANDROID",\
                "name":"聊天"},"version":{"name":"1.%d","code":%d},"artifact":{"sha256":"%s%060x","sizeBytes":1000},\
                "filingNumber":"粤B2-20090059-1A"}""".formatted(publisher, version, version + 1, publisher.equals(GUIDED) ? "abcd" : "ef01", version);
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .timeout(READY);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    private int get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                        .timeout(READY)
                        .build())
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    answer.request() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static void await(Process gate, String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        while (!holds(condition)) {
            if (!gate.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the training run waited in vain for: " + what);
            }
            Thread.sleep(100);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (UncheckedIOException e) {
            // Nobody listens yet.
            return false;
        }
    }

    private String token(Role role, String organisation, String subject) {
        return issuer.token(Claims.of(role, organisation, subject).withIssuer(ISSUER));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
