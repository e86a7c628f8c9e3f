package io.carekeep.access.policy;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses that begin with the same bits (RFC 4632, RFC 4291), such as `10.0.0.0/8` or `2001:db8::/32`.
record Network(InetAddress address, int bits) {

    /// Empty when the text is none. An address alone is a network of one.
    static Optional<Network> parse(String text) {
        var words = text.split("/", 2);
        try {
            var address = InetAddress.ofLiteral(words[0]);
            int most = address.getAddress().length * Byte.SIZE;
            if (words.length == 1) {
                return Optional.of(new Network(address, most));
            }
            int bits = words[1].matches("\\d{1,3}") ? Integer.parseInt(words[1]) : most + 1;
            return bits > most ? Optional.empty() : Optional.of(new Network(address, bits));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean has(InetAddress other) {
        var own = address.getAddress();
        var its = other.getAddress();
        if (own.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((own[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
