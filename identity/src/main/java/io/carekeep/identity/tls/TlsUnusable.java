package io.carekeep.identity.tls;

import org.jspecify.annotations.Nullable;

/// A certificate or key that can't serve; the message says which file and what to do.
public final class TlsUnusable extends RuntimeException {

    TlsUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
