package io.carekeep.identity.signin;

import io.carekeep.identity.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Tells whether a request comes from this machine, with nothing in between. A proxy on this machine connects from
/// here too, and what it or its client says of the origin proves nothing: a forwarded request is never from here.
public final class Loopback {

    // What Tomcat's RemoteIpValve leaves behind when it has taken the headers off.
    private static final String FORWARDED_ATTRIBUTE = "org.apache.tomcat.request.forwarded";
    private static final List<String> FORWARDING = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-By",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "Via");

    private Loopback() {}

    /// Where a request comes from.
    public static Origin from(HttpServletRequest request) {
        boolean forwarded = request.getAttribute(FORWARDED_ATTRIBUTE) != null
                || FORWARDING.stream().anyMatch(header -> request.getHeader(header) != null);
        var address = request.getRemoteAddr();
        return new Origin(isLoopback(address) && !forwarded, address(address));
    }

    // A proxy may say of its client what is no address: then it isn't known.
    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    // The connection's address as the container writes it, never a name.
    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }
}
