package io.carekeep.store.write;

import io.carekeep.store.Version;

/// What a write came to.
public sealed interface Written {

    /// A resource that was not there before: 201.
    record Created(Version version) implements Written {}

    /// A new version: 200.
    record Updated(Version version) implements Written {}

    /// A conditional create that found a match: 200 with what is there.
    record Existing(Version version) implements Written {}

    /// A delete that is done, or had nothing to do: 204.
    /// @param version the version that says it is gone, or 0 when nothing was there
    record Removed(int version) implements Written {}
}
