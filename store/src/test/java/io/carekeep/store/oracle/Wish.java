package io.carekeep.store.oracle;

import io.carekeep.access.Action;
import io.carekeep.access.Permit;
import io.carekeep.store.TestStore;
import io.carekeep.store.write.ResourceWriter;
import java.util.Set;

/// A write that somebody may ask of any store.
/// @param words what it says, for a failure to tell
/// @param chosen the addresses at which it would make a record that is not there
record Wish(String words, Action action, Set<String> chosen, Doing doing) {

    interface Doing {
        /// @return what was written: one thing, or a list of them
        Object done(TestStore store, ResourceWriter writer, Permit permit);
    }
}
