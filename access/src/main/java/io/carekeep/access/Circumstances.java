package io.carekeep.access;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/// How a caller comes to a request, which may be another way for the next one.
/// @param from the address from which they ask
/// @param purpose for which they ask
/// @param signIn by which they proved who they are
/// @param session in which they ask: a number that tells one token or cookie from another
public record Circumstances(
        Optional<InetAddress> from, Optional<Purpose> purpose, Optional<SignIn> signIn, OptionalLong session) {

    /// Nothing is known.
    public static final Circumstances UNKNOWN = new Circumstances(Optional.empty(), Optional.empty(), Optional.empty());

    /// In no session.
    public Circumstances(Optional<InetAddress> from, Optional<Purpose> purpose, Optional<SignIn> signIn) {
        this(from, purpose, signIn, OptionalLong.empty());
    }

    Circumstances at(InetAddress address) {
        return new Circumstances(Optional.of(address), purpose, signIn, session);
    }

    Circumstances on(Purpose known) {
        return new Circumstances(from, Optional.of(known), signIn, session);
    }

    Circumstances by(SignIn known) {
        return new Circumstances(from, purpose, Optional.of(known), session);
    }

    Circumstances in(long number) {
        return new Circumstances(from, purpose, signIn, OptionalLong.of(number));
    }
}
