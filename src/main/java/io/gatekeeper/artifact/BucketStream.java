package io.gatekeeper.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of an object; closed before its end it drops the connection, for what is left may be gigabytes. */
final class BucketStream extends FilterInputStream {

    private final ResponseInputStream<?> content;
    private long left;

    BucketStream(ResponseInputStream<?> content, long length) {
        super(content);
        this.content = content;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        try {
            int n = content.read(to, from, length);
            left -= Math.max(n, 0);
            return n;
        } catch (SdkException e) {
            throw new IOException("the object store: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            content.abort();
        } else {
            content.close();
        }
    }
}
