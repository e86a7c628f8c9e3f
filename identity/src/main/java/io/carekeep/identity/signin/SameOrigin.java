package io.carekeep.identity.signin;

import io.carekeep.identity.AccessTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps other sites from using a browser's cookie to change something, or from signing it in as somebody else.
/// Browsers
/// say where a request comes from: https://www.w3.org/TR/fetch-metadata/, and older ones in `Origin`.
final class SameOrigin {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private SameOrigin() {}

    /// @param shown the token that let the caller in; empty without a caller
    static boolean refuses(HttpServletRequest request, Optional<Shown> shown) {
        if (SAFE.contains(request.getMethod())) {
            return false;
        }
        var use = shown.map(Shown::use).orElse(null);
        if (use == AccessTokens.Use.BEARER) {
            return false;
        }
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        var origin = request.getHeader("Origin");
        if (origin != null) {
            return !origin.toLowerCase(Locale.ROOT).equals(own(request));
        }
        // Whatever sends no cookie by itself may also leave these headers out.
        return use == AccessTokens.Use.SESSION;
    }

    private static String own(HttpServletRequest request) {
        return request.getScheme() + "://"
                + String.valueOf(request.getHeader("Host")).toLowerCase(Locale.ROOT);
    }
}
