package io.carekeep.identity.oauth2;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;

/// The form of a request to the token endpoint. Each parameter stands there once, and none in the URL, which proxies
/// write down: RFC 6749 sections 2.3.1 and 3.2.
record Form(Map<String, String[]> parameters) {

    static Form of(HttpServletRequest request) {
        if (request.getQueryString() != null) {
            throw OAuthRefused.request("parameters belong in the form, not in the URL");
        }
        return new Form(request.getParameterMap());
    }

    Optional<String> value(String name) {
        var values = parameters.get(name);
        if (values != null && values.length > 1) {
            throw OAuthRefused.request(name + " stands there more than once");
        }
        return Optional.ofNullable(values).map(found -> found[0]).filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return "[form]";
    }
}
