package io.gatekeeper.bench;

import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.Submissions.Request;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** The requests of the loads, as ready bytes; each is the next one for a connection, good until the next is asked for. */
public final class Traffic {

    private static final byte[] STATUS = HttpCalls.request("GET", "/bare/status", null, null);
    private static final byte[] DECISION = HttpCalls.request("GET", "/bare/decision", null, null);

    /** More than are read in any cell. */
    private static final double MOST = 300_000;

    private final Parties parties;
    private final Ledger ledger;

    Traffic(Parties parties, Ledger ledger) {
        this.parties = parties;
        this.ledger = ledger;
    }

    /** Submissions nobody has made, by all platforms in turn. */
    public IntFunction<byte[]> submissions(List<String> publishers) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < publishers.size(); i++) {
            requests.add(Request.single(publishers.get(i), platformToken(i)));
        }
        return turns(requests);
    }

    /** The same by one platform. */
    public IntFunction<byte[]> submissionsOf(int platform, List<String> publishers) {
        return turns(publishers.stream()
                .map(publisher -> Request.single(publisher, platformToken(platform)))
                .toList());
    }

    private static IntFunction<byte[]> turns(List<Request> requests) {
        int[] next = new int[1];
        return connection -> requests.get(next[0]++ % requests.size()).renewed();
    }

    public String platformToken(int number) {
        return parties.platformTokens().get(number % parties.platformTokens().size());
    }

    /**
     * Reads of every open request that fits the condition, in no order, each by its own platform; of very many requests, of
     * a sample from everywhere.
     */
    public IntFunction<byte[]> openRequests(String condition) throws SQLException {
        String slot = "x".repeat(36);
        byte[][] templates = new byte[Parties.PLATFORMS.size()][];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = HttpCalls.request("GET", "/v1/release-requests/" + slot, platformToken(i), null);
        }
        int at = "GET /v1/release-requests/".length();
        List<byte[]> ids = new ArrayList<>();
        List<Integer> platforms = new ArrayList<>();
        List<String> found = new ArrayList<>(ledger.column("SELECT id || platform_id FROM release_request"
                + " WHERE state IN ('HELD', 'CLEARED') AND " + condition + " AND random() < " + MOST
                + " / (SELECT greatest(reltuples, 1) FROM pg_class WHERE relname = 'release_request')"));
        Collections.shuffle(found);
        for (String one : found) {
            ids.add(one.substring(0, 36).getBytes(StandardCharsets.US_ASCII));
            platforms.add(Parties.PLATFORMS.indexOf(one.substring(36)));
        }
        int[] next = new int[1];
        return connection -> {
            int i = next[0]++ % ids.size();
            byte[] request = templates[platforms.get(i)];
            System.arraycopy(ids.get(i), 0, request, at, 36);
            return request;
        };
    }

    /** Statuses of the publishers in turn. */
    public IntFunction<byte[]> statuses(List<String> publishers) {
        return inTurn(publishers.stream().map(this::status).toList());
    }

    public byte[] status(String publisher, String... headers) {
        return HttpCalls.request("GET", "/v1/publishers/" + publisher + "/status", platformToken(0), null, headers);
    }

    public IntFunction<byte[]> inTurn(List<byte[]> requests) {
        int[] next = new int[1];
        return connection -> requests.get(next[0]++ % requests.size());
    }

    public IntFunction<byte[]> bareDecision() {
        return connection -> DECISION;
    }

    public IntFunction<byte[]> bareStatus() {
        return connection -> STATUS;
    }
}
