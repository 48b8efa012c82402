package io.gatekeeper.outbox;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** A batch of the outbox on its way to the broker, until every record of it is acknowledged. */
final class Flight implements Callback, Runnable {

    private final List<OutboxRows.Row> rows;
    private final Producer<byte[], byte[]> producer;
    /** Records without an answer, and one for the sending itself. */
    private final AtomicInteger missing = new AtomicInteger(1);

    private final CountDownLatch landed = new CountDownLatch(1);
    /** Until this one is sent: nothing goes out behind a record that is known to have failed. */
    private Flight before;

    private volatile Throwable refusal;

    /** @param before the one that is sent before this one, or null when that one has landed */
    Flight(List<OutboxRows.Row> rows, Producer<byte[], byte[]> producer, Flight before) {
        this.rows = rows;
        this.producer = producer;
        this.before = before;
    }

    /** Sends the rows in their order, and none beyond one that is known to have failed; failures are told by {@link #land()}. */
    @Override
    public void run() {
        try {
            for (OutboxRows.Row row : rows) {
                for (ProducerRecord<byte[], byte[]> record : Wire.records(row.lines())) {
                    if (before != null && before.refusal != null) {
                        refusal = before.refusal;
                    }
                    check();
                    missing.incrementAndGet();
                    producer.send(record, this);
                }
            }
            answered();
        } catch (RuntimeException | Error e) {
            // Whatever it was, who waits for the landing has to hear of it.
            refusal = e;
            landed.countDown();
        } finally {
            before = null;
        }
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            refusal = failure;
        }
        answered();
    }

    private void answered() {
        if (missing.decrementAndGet() == 0) {
            landed.countDown();
        }
    }

    /** Whether {@link #land()} would not have to wait. */
    boolean hasLanded() {
        return landed.getCount() == 0;
    }

    /**
     * Waits until the broker has acknowledged all of it, and says what was acknowledged.
     *
     * @return the positions of its rows
     * @throws KafkaException when one was refused, or could not be sent
     */
    long[] land() throws InterruptedException {
        landed.await();
        check();
        return rows.stream().mapToLong(OutboxRows.Row::position).toArray();
    }

    private void check() {
        Throwable reason = refusal;
        if (reason != null) {
            throw new KafkaException("the broker did not acknowledge: " + reason.getMessage(), reason);
        }
    }
}
