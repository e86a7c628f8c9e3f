package io.carekeep.store.write;

import io.carekeep.store.ReadResult;
import io.carekeep.store.Version;
import io.carekeep.store.find.SearchPage;

/// What an entry of a transaction came to, in the order of the request's entries.
public sealed interface EntryResult {

    /// How many bytes of resources were read for it.
    long length();

    record Wrote(Written written) implements EntryResult {
        @Override
        public long length() {
            return 0;
        }
    }

    record Read(ReadResult.Found found) implements EntryResult {
        @Override
        public long length() {
            return found.version().length();
        }
    }

    /// It is answered by somebody else.
    record Elsewhere() implements EntryResult {
        @Override
        public long length() {
            return 0;
        }
    }

    /// @param url of the search, as in the entry
    record Searched(String url, SearchPage page) implements EntryResult {
        @Override
        public long length() {
            return page.matches().stream().mapToLong(Version::length).sum()
                    + page.included().stream().mapToLong(Version::length).sum();
        }
    }
}
