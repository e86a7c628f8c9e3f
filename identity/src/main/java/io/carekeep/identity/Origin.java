package io.carekeep.identity;

import io.carekeep.access.Caller;
import java.net.InetAddress;
import java.util.Optional;

/// Where a request comes from.
/// @param local from this machine, with nothing in between
/// @param address as far as it is known
public record Origin(boolean local, Optional<InetAddress> address) {

    /// This machine.
    public static final Origin LOOPBACK = new Origin(true, Optional.of(InetAddress.getLoopbackAddress()));

    /// Nobody knows where.
    public static final Origin ELSEWHERE = new Origin(false, Optional.empty());

    /// The caller, asking from here.
    public Caller of(Caller caller) {
        return address.map(caller::at).orElse(caller);
    }
}
