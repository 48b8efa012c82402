package io.gatekeeper.artifact;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a file may be fetched from: those of the public internet, and none that lead to machines of ours or of
 * our provider.
 *
 * <p>Source: IANA's registries of special-purpose addresses (RFC 6890), as of 2025, and what clouds keep for themselves.
 */
final class PublicAddresses {

    private static final List<Network> SPECIAL_IPV4 = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carriers' own, and a cloud's metadata
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // former 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "168.63.129.16/32"); // a cloud's own services, on a public address

    /** Everything else of IPv6 is loopback, mapped or translated IPv4, local, multicast, or nobody's yet. */
    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

    private static final List<Network> SPECIAL_IPV6 = networks(
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: an IPv4 address inside
            "3fff::/20"); // documentation

    private final List<Network> alsoAllowed;

    /** @param alsoAllowed of this machine, in tests */
    PublicAddresses(List<Network> alsoAllowed) {
        this.alsoAllowed = List.copyOf(alsoAllowed);
    }

    boolean allow(InetAddress address) {
        if (alsoAllowed.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        // Java gives an IPv4 address for one that is mapped into IPv6.
        return address instanceof Inet4Address
                ? SPECIAL_IPV4.stream().noneMatch(network -> network.contains(address))
                : GLOBAL_UNICAST.contains(address)
                        && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
