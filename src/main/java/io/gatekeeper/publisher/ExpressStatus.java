package io.gatekeeper.publisher;

import io.gatekeeper.identity.ExpressLane;
import io.gatekeeper.identity.Role;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** {@link StatusResource#status} in the express lane, for the present status. */
@Singleton
class ExpressStatus {

    private static final String PREFIX = "/v1/publishers/";
    private static final String SUFFIX = "/status";
    private static final String ROUTE = PREFIX + "{creditCode}" + SUFFIX;
    private static final Set<Role> EVERY_ROLE = EnumSet.allOf(Role.class);

    private final ExpressLane lane;
    private final PresentStatus present;

    ExpressStatus(ExpressLane lane, PresentStatus present) {
        this.lane = lane;
        this.present = present;
    }

    void register(@Observes Filters filters) {
        filters.register(this::status, ExpressLane.PRIORITY);
    }

    private void status(RoutingContext call) {
        String code = ExpressLane.parameter(call.request(), PREFIX, SUFFIX, CreditCode.LENGTH);
        if (code == null || !CreditCode.isCode(code)) {
            call.next();
            return;
        }
        CreditCode publisher = new CreditCode(code);
        lane.answer(call, ROUTE, EVERY_ROLE, bearer -> present.of(publisher).thenApply(Function.identity()));
    }
}
