package io.carekeep.access;

import java.net.InetAddress;
import java.util.Optional;

/// How a caller comes to a request, which may be another way for the next one.
/// @param from the address from which they ask
/// @param purpose for which they ask
/// @param signIn by which they proved who they are
public record Circumstances(Optional<InetAddress> from, Optional<Purpose> purpose, Optional<SignIn> signIn) {

    /// Nothing is known.
    public static final Circumstances UNKNOWN = new Circumstances(Optional.empty(), Optional.empty(), Optional.empty());

    Circumstances at(InetAddress address) {
        return new Circumstances(Optional.of(address), purpose, signIn);
    }

    Circumstances on(Purpose known) {
        return new Circumstances(from, Optional.of(known), signIn);
    }

    Circumstances by(SignIn known) {
        return new Circumstances(from, purpose, Optional.of(known));
    }
}
