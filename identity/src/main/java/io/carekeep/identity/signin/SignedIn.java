package io.carekeep.identity.signin;

import io.carekeep.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// The caller of a request and the token that let them in, as the filter left them.
record SignedIn(Caller caller, Shown shown) {

    private static final String ATTRIBUTE = SignedIn.class.getName();

    static void remember(HttpServletRequest request, Caller caller, Shown shown) {
        request.setAttribute(ATTRIBUTE, new SignedIn(caller, shown));
    }

    static Optional<SignedIn> in(HttpServletRequest request) {
        return Optional.ofNullable((SignedIn) request.getAttribute(ATTRIBUTE));
    }
}
