package io.carekeep.store;

import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps two requests from making the same thing at once: chosen ids and conditions are locked until the transaction
/// ends, always in the same order, so that nobody waits for each other.
public final class Locks {

    // Few enough for a bundle of any size to hold them all.
    private static final int STRIPES = 1024;
    private static final int CLASS = 0x434B;

    private static final String LOCK = """
            select pg_advisory_xact_lock(:class, stripe)
              from (select unnest(:stripes::integer[]) as stripe order by 1) as sorted
            """;

    private final JdbcClient sql;

    Locks(JdbcClient sql) {
        this.sql = sql;
    }

    /// @param hashes of what is locked
    public void take(Iterable<Integer> hashes) {
        var stripes = new TreeSet<Integer>();
        hashes.forEach((Consumer<Integer>) hash -> stripes.add(Math.floorMod(hash ^ hash >>> 16, STRIPES)));
        if (!stripes.isEmpty()) {
            sql.sql(LOCK)
                    .param("class", CLASS)
                    .param("stripes", stripes.toArray(Integer[]::new))
                    .query((row, _) -> true)
                    .list();
        }
    }
}
