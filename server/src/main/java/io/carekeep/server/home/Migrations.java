package io.carekeep.server.home;

import java.util.List;

/// Every step that a home may need, oldest first.
final class Migrations {

    /// The first format has no step that leads to it: it is how homes were made.
    static final List<Migration> ALL = List.of(new Migration(1, _ -> {}));

    private Migrations() {}
}
