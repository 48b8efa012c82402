package io.gatekeeper.technicaltest;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Interrupts the thread that set it when the time is over; never after it was closed. */
final class TimeLimit implements AutoCloseable {

    private static final ScheduledExecutorService ALARMS = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "time-limits");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile boolean over;
    private ScheduledFuture<?> alarm;

    private TimeLimit() {}

    static TimeLimit of(Duration limit) {
        TimeLimit set = new TimeLimit();
        Thread limited = Thread.currentThread();
        set.alarm = ALARMS.schedule(() -> set.end(limited), limit.toMillis(), TimeUnit.MILLISECONDS);
        return set;
    }

    boolean isOver() {
        return over;
    }

    private void end(Thread limited) {
        if (decided.compareAndSet(false, true)) {
            over = true;
            limited.interrupt();
        }
    }

    @Override
    public void close() {
        if (decided.compareAndSet(false, true)) {
            alarm.cancel(false);
        } else {
            // The alarm goes off, and its interruption is for nobody but what was limited.
            while (!alarm.isDone()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }
}
