package io.carekeep.audit.tiles;

/// Tiles that can't be read or written, in words for the operator.
public final class TilesUnusable extends RuntimeException {

    /// What is the matter.
    public enum Why {
        UNREACHABLE,
        OTHER_LOG,
        DATABASE_OLDER,
        DATABASE_DIFFERS,
        ENTRY_ALTERED
    }

    private final Why why;

    public TilesUnusable(Why why, String text) {
        super(text);
        this.why = why;
    }

    TilesUnusable(String text, Throwable cause) {
        super(text, cause);
        this.why = Why.UNREACHABLE;
    }

    public Why why() {
        return why;
    }
}
