package io.carekeep.identity.oauth2;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How a client says who it is: RFC 6749 section 2.3.1, in the header or in the form, not both.
record ClientCredentials(String id, String secret) {

    private static final String BASIC = "Basic ";

    /// @throws OAuthRefused when there are none, or more than one
    static ClientCredentials in(HttpServletRequest request, Form form) {
        var header = request.getHeader("Authorization");
        var id = form.value("client_id");
        var secret = form.value("client_secret");
        if (header == null) {
            if (id.isEmpty() || secret.isEmpty()) {
                throw OAuthRefused.client("send client_id and client_secret, in the form or as Authorization: Basic");
            }
            return new ClientCredentials(id.get(), secret.get());
        }
        if (secret.isPresent()) {
            throw OAuthRefused.request("the client's secret came twice: send it in the header or in the form");
        }
        var credentials = basic(header);
        if (id.isPresent() && !id.get().equals(credentials.id())) {
            throw OAuthRefused.request("the form names another client than the header");
        }
        return credentials;
    }

    private static ClientCredentials basic(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw OAuthRefused.client("a client is known by Authorization: Basic");
        }
        try {
            var bytes =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            var text = new String(bytes, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw OAuthRefused.client("Authorization: Basic has no colon between id and secret");
            }
            return new ClientCredentials(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            throw OAuthRefused.client("Authorization: Basic is not base64 of id:secret, each form-encoded");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "[credentials]";
    }
}
