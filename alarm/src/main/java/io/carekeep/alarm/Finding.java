package io.carekeep.alarm;

/// What a probe found.
public sealed interface Finding {

    /// It is well again.
    record Passed() implements Finding {}

    /// @param evidence of what is still wrong
    record Failed(Evidence evidence) implements Finding {}
}
