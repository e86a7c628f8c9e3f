package io.carekeep.store.interaction;

import org.springframework.http.HttpStatus;

/// HTTP status codes as a bundle's entries write them.
final class Status {

    private Status() {}

    /// Such as `201 Created`.
    static String line(int status) {
        var known = HttpStatus.resolve(status);
        return known == null ? Integer.toString(status) : status + " " + known.getReasonPhrase();
    }
}
