package io.carekeep.store.oracle;

import org.jspecify.annotations.Nullable;

/// One version that a store keeps.
/// @param number the resource's place in the default order
/// @param at when it was written, in milliseconds since the epoch
/// @param known what it says, or null when it says that the resource was deleted
record Past(
        String type,
        String id,
        long number,
        int version,
        long at,
        @Nullable Known known) {

    String address() {
        return type + "/" + id;
    }
}
