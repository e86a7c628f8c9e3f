package io.carekeep.access.release;

import java.util.List;
import java.util.Optional;

/// Seals releases and what is said of them, each row as a whole, and opens it again.
public interface ReleaseSeal {

    /// What a release is sealed with.
    record Row(long number, long account, long at, long until) {}

    /// What a word is sealed with.
    record WordRow(long number, long release, long account, long at, Release.Word word) {}

    byte[] sealed(Row row, byte[] content);

    /// What is given to whom for what; empty when the row is not as it was written.
    Optional<byte[]> opened(Row row, byte[] sealed);

    byte[] sealed(WordRow row, List<Found> found);

    /// What the release found when it was said; empty when the row is not as it was written.
    Optional<List<Found>> opened(WordRow row, byte[] sealed);
}
