package io.gatekeeper.artifact;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * All addresses that begin alike, as {@code 10.0.0.0/8} or {@code fc00::/7} says it.
 *
 * @param bits how many of them count, from the first on
 */
record Network(InetAddress first, int bits) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** @throws IllegalArgumentException when it is none */
    static Network parse(String text) {
        String[] halves = text.strip().split("/", 2);
        if (halves.length != 2 || !LITERAL.matcher(halves[0]).matches()) {
            throw new IllegalArgumentException(text + " is no network such as 10.0.0.0/8");
        }
        try {
            // A literal: no name is looked up.
            Network network = new Network(InetAddress.getByName(halves[0]), Integer.parseInt(halves[1]));
            if (network.bits < 0 || network.bits > network.first.getAddress().length * 8) {
                throw new IllegalArgumentException(text + " has no such length");
            }
            return network;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no network such as 10.0.0.0/8", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] its = address.getAddress();
        if (ours.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (its[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
