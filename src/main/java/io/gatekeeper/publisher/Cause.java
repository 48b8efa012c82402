package io.gatekeeper.publisher;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a standing changed.
 *
 * @param id the notice, measure or unresolved name; absent where the cause is the publisher itself or the calendar
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Cause(Type type, String id) {

    enum Type {
        PUBLISHER_REGISTERED,
        PUBLISHER_AMENDED,
        NOTICE_RECORDED,
        NOTICE_WITHDRAWN,
        NAME_RESOLVED,
        MEASURE_IMPOSED,
        MEASURE_CONFIRMED,
        MEASURE_LIFTED,
        MEASURE_RESCINDED,
        PERIOD_ENDED
    }
}
