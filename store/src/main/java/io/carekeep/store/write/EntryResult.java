package io.carekeep.store.write;

import io.carekeep.store.ReadResult;
import io.carekeep.store.find.SearchPage;

/// What an entry of a transaction came to, in the order of the request's entries.
public sealed interface EntryResult {

    record Wrote(Written written) implements EntryResult {}

    record Read(ReadResult.Found found) implements EntryResult {}

    /// @param url of the search, as in the entry
    record Searched(String url, SearchPage page) implements EntryResult {}
}
