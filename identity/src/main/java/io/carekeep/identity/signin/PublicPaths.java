package io.carekeep.identity.signin;

import java.util.List;
import java.util.Set;

/// The paths that answer without a caller.
final class PublicPaths {

    private static final Set<String> EXACT =
            Set.of("/fhir/metadata", "/sign-in", "/enrol", "/oauth2/token", "/oauth2/revoke");
    private static final List<String> UNDER = List.of("/fhir/.well-known/", "/health/", "/sign-in/");

    private PublicPaths() {}

    /// Whether a path as it was sent is public. One that could be read in more than one way isn't.
    static boolean include(String path) {
        if (EXACT.contains(path)) {
            return true;
        }
        return UNDER.stream().anyMatch(path::startsWith) && isPlain(path);
    }

    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0
                && path.indexOf(';') < 0
                && path.indexOf('\\') < 0
                && !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/..");
    }
}
