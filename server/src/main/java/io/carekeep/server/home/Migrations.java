package io.carekeep.server.home;

import java.util.List;
import java.util.stream.IntStream;

/// Every step that a home may need, oldest first.
final class Migrations {

    /// The first format has no step that leads to it: it is how homes were made. In the second the database holds a
    /// policy, in the third who is bound to which patient, and a log of numbered entries, in the fourth
    /// entries that say how and for what somebody asked, in the fifth an index of entries by their places; a server
    /// that knows less would pass over that.
    static final List<Migration> ALL = IntStream.rangeClosed(1, 5)
            .mapToObj(to -> new Migration(to, _ -> {}))
            .toList();

    private Migrations() {}
}
