package io.gatekeeper.publisher;

import io.gatekeeper.identity.ExpressLane;
import java.nio.ByteBuffer;

/**
 * What is answered of one publisher at one instant.
 *
 * @param instant as it stands in JSON
 */
record PresentAnswer(PreparedStatus status, byte[] instant) implements ExpressLane.Representation {

    @Override
    public String tag() {
        return status.tag();
    }

    @Override
    public byte[] json() {
        ByteBuffer json = ByteBuffer.allocate(status.length(instant));
        status.write(instant, json);
        return json.array();
    }
}
