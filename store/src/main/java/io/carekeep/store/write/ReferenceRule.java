package io.carekeep.store.write;

/// What a written reference to a resource of this server must lead to: setting `references-must-exist`.
public enum ReferenceRule {
    /// Anything, so that records may come in any order.
    ANY,
    /// A resource that is there, as the writer sees it, or that the same request writes.
    MUST_EXIST
}
