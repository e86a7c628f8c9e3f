package io.carekeep.base.database;

import java.nio.file.Path;

/// Where the database is.
public sealed interface DatabaseLocation {

    /// Our own PostgreSQL, its data under a home.
    /// @param home the folder that holds everything but keys and caches
    record Embedded(Path home) implements DatabaseLocation {}

    /// A PostgreSQL 15 or newer that somebody else runs.
    /// @param url `jdbc:postgresql://host:port/database`
    /// @param owner a role that may create schemas there and, the first time, the role `carekeep_app`
    /// @param appPassword the password that `carekeep_app` has or gets
    record External(String url, String owner, String ownerPassword, String appPassword) implements DatabaseLocation {

        @Override
        public String toString() {
            return "an external PostgreSQL";
        }
    }
}
