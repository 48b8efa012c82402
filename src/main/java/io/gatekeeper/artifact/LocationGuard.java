package io.gatekeeper.artifact;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides where a location may lead, each step of it anew: https, a port we go to, and a name all of whose addresses are
 * public. The addresses it returns are the ones to connect to: the name is not looked up a second time.
 */
final class LocationGuard {

    private static final int HTTPS = 443;
    /** Of the last label: an address in any of its spellings ends in a digit or a bracket (WHATWG URL, section 3.5). */
    private static final Pattern NAME = Pattern.compile("(.*\\.)?[A-Za-z][A-Za-z0-9-]*\\.?");

    private final PublicAddresses addresses;
    private final Set<Integer> ports;

    LocationGuard(PublicAddresses addresses, Set<Integer> ports) {
        this.addresses = addresses;
        this.ports = Set.copyOf(ports);
    }

    /** @param port with which the location is reached */
    record Target(String host, int port, List<InetAddress> addresses) {}

    Target check(URI location) throws FetchException {
        String host = location.getHost();
        if (!"https".equalsIgnoreCase(location.getScheme()) || host == null || location.getRawUserInfo() != null) {
            throw new FetchException("The location is not one of https, or names a user.");
        }
        if (!NAME.matcher(host).matches()) {
            throw new FetchException("The location names an address and no host.");
        }
        int port = location.getPort() < 0 ? HTTPS : location.getPort();
        if (!ports.contains(port)) {
            throw new FetchException("The location is on port " + port + ", where no files are fetched from.");
        }
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new FetchException("The host of the location is not known.", e);
        }
        for (InetAddress address : found) {
            if (!addresses.allow(address)) {
                // Which address it is would tell of names that only resolve inside.
                throw new FetchException("The host of the location is not a public one.");
            }
        }
        return new Target(host, port, List.of(found));
    }
}
