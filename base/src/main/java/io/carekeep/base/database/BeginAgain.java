package io.carekeep.base.database;

/// Work in a transaction needs something that may take long to come. The transaction is taken back, so that nobody
/// waits for its locks and its connection meanwhile, and begins again once it is there.
public final class BeginAgain extends RuntimeException {

    private final transient Runnable before;

    /// @param before waits for what the work needs; it must be there when the work asks again
    public BeginAgain(Runnable before) {
        super("the transaction begins again", null, false, false);
        this.before = before;
    }

    void await() {
        before.run();
    }
}
