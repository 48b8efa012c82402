package io.gatekeeper.artifact;

import io.gatekeeper.http.ProblemException;
import io.gatekeeper.http.ProblemType;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * Fetches a file from where a platform says it is. Whoever may name an address for us to go to may try to have us go where
 * only we can: each step goes through the {@link LocationGuard}.
 */
@ApplicationScoped
public class FetchArtifact {

    /** In whose name a file is received meanwhile; no organisation has such a one. */
    private static final Uploader GATE = new Uploader("urn:gatekeeper:fetch", "gatekeeper");

    private static final int MOST_REDIRECTS = 3;

    private final Uploads uploads;
    private final ArtifactRecords records;
    private final LocationGuard guard;
    private final LocationClient client;
    private final ArtifactsConfig.Locations config;

    FetchArtifact(Uploads uploads, ArtifactRecords records, Vertx vertx, ArtifactsConfig config) {
        this.uploads = uploads;
        this.records = records;
        this.config = config.locations();
        this.guard = new LocationGuard(
                new PublicAddresses(this.config.alsoAllowed().orElse(List.of()).stream()
                        .map(Network::parse)
                        .toList()),
                this.config.ports());
        this.client = new LocationClient(vertx, this.config.certificateAuthority());
    }

    /** Where a file is said to be, and what it has to be. @param platformId who says so */
    public record Wanted(URI location, String platformId, String sha256, long sizeBytes) {}

    /**
     * Stores the file, if it is the one that is wanted. One that is stored already is not fetched.
     *
     * @throws FetchException when it could not be had; nothing of it is kept
     */
    public void fetch(Wanted wanted) throws FetchException {
        if (records.find(wanted.sha256()).isPresent()) {
            return;
        }
        LocationClient.Answer answer = follow(wanted.location());
        try (ResponseStream body = answer.body(wanted.sizeBytes(), config.timeLimit())) {
            if (answer.header("Content-Length").stream().anyMatch(length -> !length.equals("" + wanted.sizeBytes()))) {
                throw new FetchException("The location has another number of bytes than the release request says.");
            }
            receive(wanted, body);
        }
        records.credit(wanted.sha256(), new Uploader(wanted.platformId(), GATE.subject()));
    }

    private void receive(Wanted wanted, ResponseStream body) throws FetchException {
        try {
            uploads.begin(GATE, wanted.sha256(), new Body(body, wanted.sizeBytes(), true));
        } catch (ProblemException e) {
            if (body.problem() != null) {
                throw new FetchException(body.problem(), e);
            }
            throw new FetchException(
                    e.type() == ProblemType.DIGEST_MISMATCH
                            ? "The file at the location is not the one with this digest."
                            : "The file could not be stored: " + e.getMessage(),
                    e);
        }
    }

    private LocationClient.Answer follow(URI first) throws FetchException {
        URI location = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            LocationClient.Answer answer = ask(location);
            if (answer.status() == 200) {
                return answer;
            }
            answer.drop();
            if (!List.of(301, 302, 303, 307, 308).contains(answer.status())) {
                throw new FetchException("The host of the location answers " + answer.status() + ".");
            }
            location = next(location, answer);
        }
        throw new FetchException("The location leads on more than " + MOST_REDIRECTS + " times.");
    }

    private static URI next(URI from, LocationClient.Answer answer) throws FetchException {
        try {
            return from.resolve(answer.header("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new FetchException("The location leads on to what is no address.", e);
        }
    }

    /** One address after the other, for a host may have several and one of them be away. */
    private LocationClient.Answer ask(URI location) throws FetchException {
        LocationGuard.Target target = guard.check(location);
        FetchException last = null;
        for (InetAddress address :
                target.addresses().subList(0, Math.min(target.addresses().size(), 3))) {
            try {
                return client.get(location, target.host(), target.port(), address);
            } catch (FetchException e) {
                last = e;
            }
        }
        throw last;
    }

    void stop(@Observes ShutdownEvent event) {
        client.close();
    }
}
