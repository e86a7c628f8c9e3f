package io.carekeep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carekeep.testkit.DebianPostgres;
import io.carekeep.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The store on a PostgreSQL that somebody else runs and that is older than ours.
final class DebianPostgresTest extends ResourceStoreTest {

    private @Nullable DebianPostgres postgres;

    @Override
    TestStore opened() throws Exception {
        var programs = DebianPostgres.programs();
        assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
        postgres = DebianPostgres.start(programs.orElseThrow());
        return TestStore.at(postgres.location());
    }

    @Override
    @AfterAll
    void close() throws Exception {
        if (postgres == null) {
            return;
        }
        try {
            super.close();
        } finally {
            postgres.close();
        }
    }

    private TestDatabase again() {
        return TestDatabase.at(Objects.requireNonNull(postgres).location(), "vault", "audit", "store");
    }

    @Test
    void a_second_start_with_an_owner_that_is_no_superuser_finds_everything_in_place() {
        try (var database = again()) {
            assertThat(database.database()
                            .sql()
                            .sql("select count(*) from vault.key")
                            .query(Long.class)
                            .single())
                    .isPositive();
        }
    }

    @Test
    void the_running_role_may_change_rows_and_nothing_else() {
        try (var database = again()) {
            for (var forbidden : List.of(
                    "copy vault.key to program 'cat'",
                    "copy vault.key to '/tmp/key'",
                    "drop table vault.key",
                    "create table vault.other (number bigint)",
                    "create table public.other (number bigint)",
                    "select * from vault.migration",
                    "select pg_read_file('postgresql.conf')",
                    "set role clinic")) {
                assertThatThrownBy(
                                () -> database.database().sql().sql(forbidden).update())
                        .as(forbidden)
                        .hasRootCauseInstanceOf(SQLException.class);
            }
        }
    }
}
