package io.carekeep.identity.signin;

import io.carekeep.identity.AccessTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;

/// The token that a request shows: RFC 6750 section 2.1, or the cookie of a browser.
record Shown(String text, AccessTokens.Use use) {

    private static final String BEARER = "Bearer ";

    static Optional<Shown> in(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header != null) {
            return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? Optional.of(new Shown(header.substring(BEARER.length()).strip(), AccessTokens.Use.BEARER))
                    : Optional.empty();
        }
        var cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(SessionCookie.NAME))
                .findFirst()
                .map(cookie -> new Shown(cookie.getValue(), AccessTokens.Use.SESSION));
    }

    @Override
    public String toString() {
        return "[token]";
    }
}
