package io.gatekeeper.resilience;

import io.gatekeeper.local.LocalKafka;
import io.gatekeeper.local.LocalPostgres;
import java.nio.file.Path;

/** A PostgreSQL or a Kafka in a process of its own, so that it can be stopped, frozen and killed like one. */
public final class ServerMain {

    /** What it says once it answers. */
    static final String READY = "the server is ready";

    private ServerMain() {}

    /** @param arguments {@code postgres <directory> <directory of the programs> <port>} or {@code kafka <directory> <port>} */
    public static void main(String... arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "postgres" -> {
                LocalPostgres server =
                        new LocalPostgres(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                server.start();
            }
            case "kafka" -> {
                LocalKafka server = new LocalKafka(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                server.start();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
