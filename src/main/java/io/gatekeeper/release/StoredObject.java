package io.gatekeeper.release;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/**
 * A stored JSON object whose fields go into an answer as they are, among the answer's own; to parse and write them again
 * would be most of what reading a request costs.
 *
 * @param <T>  what was written
 * @param json an object with at least one field, as this package wrote it
 */
@JsonSerialize(using = StoredObject.Fields.class)
record StoredObject<T>(String json) {

    /** Writes the fields without the braces; the property must be unwrapped and must not be the first of its object. */
    static final class Fields extends StdSerializer<StoredObject<?>> {

        private static final long serialVersionUID = 1L;

        Fields() {
            super(StoredObject.class, false);
        }

        @Override
        public boolean isUnwrappingSerializer() {
            return true;
        }

        @Override
        public void serialize(StoredObject<?> stored, JsonGenerator json, SerializerProvider serializers)
                throws IOException {
            json.writeRaw(',');
            json.writeRaw(stored.json(), 1, stored.json().length() - 2);
        }
    }
}
