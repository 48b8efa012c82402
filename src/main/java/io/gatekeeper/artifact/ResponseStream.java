package io.gatekeeper.artifact;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read by a thread that waits: one buffer is asked for at a time, so that no more of it is in memory
 * than is about to be read. Ends with an error when it is too long, silent, or takes too long.
 */
final class ResponseStream extends InputStream {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private sealed interface Arrived {}

    private record Some(Buffer buffer) implements Arrived {}

    private record End(String problem) implements Arrived {}

    private final HttpClientResponse response;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private long endsAtNanos;
    private long left;
    private Buffer current = Buffer.buffer();
    private int at;
    private boolean ended;
    private String problem;

    /** Listens from the first moment: a connection that breaks before anybody listens would break unheard. */
    ResponseStream(HttpClientResponse response) {
        this.response = response.pause();
        response.handler(buffer -> arrived.add(new Some(buffer)))
                .endHandler(end -> arrived.add(new End(null)))
                .exceptionHandler(broken -> arrived.add(new End("The connection to the location broke off.")));
    }

    /** @param most how many bytes it may have */
    ResponseStream within(long most, Duration limit) {
        this.left = most;
        this.endsAtNanos = System.nanoTime() + limit.toNanos();
        return this;
    }

    /** Why it ended before its end, in a sentence; null while all is well. */
    String problem() {
        return problem;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        while (at == current.length()) {
            if (ended) {
                return -1;
            }
            next();
        }
        int n = Math.min(length, current.length() - at);
        current.getBytes(at, at + n, to, from);
        at += n;
        return n;
    }

    private void next() throws IOException {
        response.fetch(1);
        long patience = Math.min(SILENCE.toNanos(), endsAtNanos - System.nanoTime());
        Arrived next;
        try {
            next = arrived.poll(Math.max(0, patience), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("The gate was stopped while it fetched the file.");
        }
        if (next == null) {
            throw broken("The location sends the file too slowly.");
        }
        if (next instanceof End end) {
            if (end.problem() != null) {
                throw broken(end.problem());
            }
            ended = true;
            return;
        }
        current = ((Some) next).buffer();
        at = 0;
        left -= current.length();
        if (left < 0) {
            throw broken("The location has more bytes than the release request says.");
        }
    }

    private IOException broken(String sentence) {
        problem = sentence;
        return new IOException(sentence);
    }

    @Override
    public void close() {
        if (!ended) {
            response.request().connection().close();
        }
    }
}
