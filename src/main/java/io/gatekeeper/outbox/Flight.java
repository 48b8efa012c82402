package io.gatekeeper.outbox;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** A batch of the outbox on its way to the broker, until every record of it is acknowledged. */
final class Flight implements Callback {

    private final long[] positions;
    private final CountDownLatch missing;
    private volatile Exception refusal;

    /**
     * Sends the rows in their order, and none beyond one that is known to have failed.
     *
     * @throws KafkaException when one has
     */
    Flight(List<OutboxRows.Row> rows, Producer<byte[], byte[]> producer) {
        positions = new long[rows.size()];
        missing = new CountDownLatch(
                rows.stream().mapToInt(row -> row.records().size()).sum());
        int n = 0;
        for (OutboxRows.Row row : rows) {
            positions[n++] = row.position();
            for (ProducerRecord<byte[], byte[]> record : row.records()) {
                producer.send(record, this);
                check();
            }
        }
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            refusal = failure;
        }
        missing.countDown();
    }

    /** Whether {@link #land()} would not have to wait. */
    boolean hasLanded() {
        return missing.getCount() == 0;
    }

    /**
     * Waits until the broker has acknowledged all of it, and says what was acknowledged.
     *
     * @throws KafkaException when the broker refused one
     */
    long[] land() throws InterruptedException {
        missing.await();
        check();
        return positions;
    }

    private void check() {
        if (refusal != null) {
            throw new KafkaException("the broker did not acknowledge: " + refusal.getMessage(), refusal);
        }
    }
}
