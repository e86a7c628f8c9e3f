package io.carekeep.identity.signin;

import io.carekeep.identity.AccessTokens;
import java.time.Duration;
import org.springframework.http.ResponseCookie;

/// The cookie of a signed-in browser. Its name makes the browser see to it that it came from this host, over TLS, for
/// every path: RFC 6265bis section 4.1.3.2.
final class SessionCookie {

    static final String NAME = "__Host-carekeep";

    private SessionCookie() {}

    static String set(AccessTokens.Issued issued) {
        return cookie(issued.token().text(), issued.life());
    }

    static String removed() {
        return cookie("", Duration.ZERO);
    }

    private static String cookie(String value, Duration life) {
        return ResponseCookie.from(NAME, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(life)
                .build()
                .toString();
    }
}
