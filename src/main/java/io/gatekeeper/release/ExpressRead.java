package io.gatekeeper.release;

import io.gatekeeper.identity.ExpressLane;
import io.gatekeeper.identity.Role;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** {@link ReleaseRequestResource#read} in the express lane, for readers that wait for nothing. */
@Singleton
class ExpressRead {

    private static final String PREFIX = "/v1/release-requests/";
    private static final String ROUTE = PREFIX + "{id}";
    private static final int LENGTH = 36;
    private static final Set<Role> READERS = EnumSet.of(Role.PLATFORM, Role.PUBLISHER, Role.REGULATOR, Role.AUDITOR);

    private final ExpressLane lane;
    private final ReadReleases releases;

    ExpressRead(ExpressLane lane, ReadReleases releases) {
        this.lane = lane;
        this.releases = releases;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, ExpressLane.PRIORITY);
    }

    private void read(RoutingContext call) {
        String id = ExpressLane.parameter(call.request(), PREFIX, "", LENGTH);
        if (id == null || !isUuid(id)) {
            call.next();
            return;
        }
        UUID asked = UUID.fromString(id);
        lane.answer(
                call,
                ROUTE,
                READERS,
                bearer -> releases.document(asked, Scope.of(bearer)).thenApply(Function.identity()));
    }

    /** Of {@value LENGTH} characters in the usual form; {@link UUID#fromString} takes others as well. */
    private static boolean isUuid(String id) {
        for (int i = 0; i < LENGTH; i++) {
            char c = id.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = dash ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
