package io.gatekeeper.technicaltest;

import io.gatekeeper.http.PassingFailure;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does what is taken under a lease on threads of its own, a bounded number at once: a flood takes longer, and not more of
 * the machine. A piece that fails is somebody's again when its lease has ended.
 *
 * @param <T> a piece of work, taken
 */
final class Workers<T> {

    private static final Logger LOG = Logger.getLogger(Workers.class);

    private final String what;
    private final Supplier<Optional<T>> take;
    private final Consumer<T> work;
    private final Semaphore places;
    private final ExecutorService threads;

    /**
     * @param what   there is to be done, for the log and the threads' name, in the plural
     * @param atOnce how many pieces may be under way
     * @param take   the next piece that is nobody's, in a transaction of its own
     * @param work   does it
     */
    Workers(String what, int atOnce, Supplier<Optional<T>> take, Consumer<T> work) {
        this.what = what;
        this.take = take;
        this.work = work;
        this.places = new Semaphore(atOnce);
        this.threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, what);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Says that there may be something to do; returns at once. */
    void wake() {
        if (places.tryAcquire()) {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException e) {
                places.release();
            }
        }
    }

    /** Breaks off what is under way. */
    void stop() {
        threads.shutdownNow();
    }

    private void run() {
        try {
            PassingFailure.tolerate(LOG, what, () -> {
                for (Optional<T> next = take.get(); next.isPresent(); next = take.get()) {
                    // There may be more than one thread's work.
                    wake();
                    work.accept(next.get());
                }
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: one failed, and is tried again when its lease has ended", what);
        } finally {
            places.release();
        }
    }
}
