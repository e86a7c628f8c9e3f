package io.carekeep.store;

/// What a read of one resource comes to.
public sealed interface ReadResult {

    record Found(Version version) implements ReadResult {}

    /// It was there.
    /// @param version the version that says so
    record Deleted(int version) implements ReadResult {}

    /// Nothing there that the caller may see.
    record Absent() implements ReadResult {}
}
