package io.carekeep.base.database;

import org.jspecify.annotations.Nullable;

/// The database can't serve; the message says what to mend and holds no data.
public final class DatabaseUnusable extends RuntimeException {

    public DatabaseUnusable(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
