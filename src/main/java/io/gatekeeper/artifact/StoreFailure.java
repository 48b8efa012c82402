package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import java.io.IOException;
import org.jboss.logging.Logger;

/** What a caller is told when the store of files fails: nothing is wrong with the call, and nothing is lost. */
final class StoreFailure {

    private static final Logger LOG = Logger.getLogger(StoreFailure.class);

    private StoreFailure() {}

    static ProblemException told(IOException e) {
        LOG.warnf("answered 503: the store of files failed: %s", e);
        return ProblemException.of(
                ProblemType.UNAVAILABLE, "The store of files fails. What was acknowledged is kept; try again.");
    }
}
