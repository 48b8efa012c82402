package io.gatekeeper.bench.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.task.api.Task;

/**
 * Leads lives of release requests in the engine. Orders come line by line, "threads seconds"; each is answered with how
 * many lives ended, how many the history says have ended, and how long each took, in nanoseconds.
 */
public final class EngineLives {

    private static final int CONNECTIONS = 40;

    private final ProcessEngine engine;
    private final AtomicLong acknowledged = new AtomicLong();

    private EngineLives(ProcessEngine engine) {
        this.engine = engine;
    }

    public static void main(String... arguments) throws Exception {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUrl(arguments[0]);
        configuration.setJdbcUsername(arguments[1]);
        configuration.setJdbcPassword("");
        configuration.setJdbcMaxActiveConnections(CONNECTIONS);
        configuration.setJdbcMaxIdleConnections(CONNECTIONS);
        configuration.setDatabaseSchemaUpdate("true");
        // Somebody has to see to the timers, or day seven would pass unnoticed.
        configuration.setAsyncExecutorActivate(true);
        ProcessEngine engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("release.bpmn20.xml")
                .deploy();
        new EngineLives(engine).serve();
        engine.close();
    }

    private void serve() throws IOException, InterruptedException, ExecutionException {
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            long ended = ended();
            acknowledged.set(0);
            List<Long> latencies = run(Integer.parseInt(words[0]), Double.parseDouble(words[1]));
            System.out.println("lives " + acknowledged + " " + (ended() - ended)
                    + latencies.stream().map(nanos -> " " + nanos).collect(Collectors.joining()));
        }
    }

    private long ended() {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .finished()
                .count();
    }

    private List<Long> run(int threads, double seconds) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> lives(end)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : running) {
                all.addAll(one.get());
            }
            return all;
        } finally {
            executor.shutdown();
        }
    }

    private List<Long> lives(long end) {
        List<Long> latencies = new ArrayList<>();
        for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
            life();
            acknowledged.incrementAndGet();
            long done = System.nanoTime();
            if (done <= end) {
                latencies.add(done - begun);
            }
        }
        return latencies;
    }

    private void life() {
        String artifact = UUID.randomUUID().toString();
        String id = engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "release",
                        artifact,
                        Map.of(
                                "platform", "huawei-appgallery",
                                "publisher", "9144030071526726XG",
                                "packageName", "com.example.chat",
                                "version", "8.0.16",
                                "artifact", artifact))
                .getId();
        Task test =
                engine.getTaskService().createTaskQuery().processInstanceId(id).singleResult();
        engine.getTaskService().claim(test.getId(), "lab-beijing");
        engine.getTaskService().complete(test.getId(), Map.of("outcome", "PASSED", "summary", "as declared"));
    }
}
