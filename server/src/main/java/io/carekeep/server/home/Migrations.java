package io.carekeep.server.home;

import java.util.List;

/// Every step that a home may need, oldest first.
final class Migrations {

    /// The first format has no step that leads to it: it is how homes were made. In the second the database holds a
    /// policy, in the third who is bound to which patient, and a log of numbered entries; a server that knows less
    /// would pass over that.
    static final List<Migration> ALL =
            List.of(new Migration(1, _ -> {}), new Migration(2, _ -> {}), new Migration(3, _ -> {}));

    private Migrations() {}
}
