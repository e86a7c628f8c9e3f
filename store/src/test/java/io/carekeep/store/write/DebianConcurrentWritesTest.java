package io.carekeep.store.write;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carekeep.store.TestStore;
import io.carekeep.testkit.DebianPostgres;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// The same on a PostgreSQL that somebody else runs; each server has connections of its own.
final class DebianConcurrentWritesTest extends ConcurrentWritesTest {

    private @Nullable DebianPostgres postgres;
    private @Nullable TestStore other;

    @Override
    TestStore opened() throws Exception {
        var programs = DebianPostgres.programs();
        assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
        postgres = DebianPostgres.start(programs.orElseThrow());
        return TestStore.at(postgres.location());
    }

    @Override
    TestStore beside(TestStore store) {
        other = store.beside(Objects.requireNonNull(postgres).location());
        return other;
    }

    @Override
    @AfterAll
    void close() throws Exception {
        if (postgres == null) {
            return;
        }
        try (var _ = postgres) {
            if (other != null) {
                other.close();
            }
            super.close();
        }
    }
}
