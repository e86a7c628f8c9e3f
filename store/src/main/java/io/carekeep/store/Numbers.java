package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives out numbers. Blocks of them are leased from the database, so that several processes never give the same.
public final class Numbers {

    private static final class Block {
        private long next;
        private long end;
    }

    private static final int LEAST = 32;
    private static final int MOST = 4096;

    private static final String LEASE = """
            insert into store.counter (type, next)
            values (:type, :count)
                on conflict (type) do update set next = store.counter.next + :count
            returning next
            """;

    private final JdbcClient sql;
    private final Map<ResourceType, Block> blocks = new HashMap<>();
    private final Map<ResourceType, Integer> sizes = new HashMap<>();

    /// @param sql outside of any request's transaction
    Numbers(JdbcClient sql) {
        this.sql = sql;
    }

    /// A number that no resource ever had.
    public synchronized long next(ResourceType type) {
        var block = blocks.computeIfAbsent(type, _ -> new Block());
        if (block.next == block.end) {
            lease(type, block);
        }
        return Numbering.number(type, block.next++);
    }

    // A type that is written much gets longer and longer blocks.
    private void lease(ResourceType type, Block block) {
        int count = sizes.merge(type, LEAST, (before, _) -> Math.min(MOST, before * 4));
        block.end = sql.sql(LEASE)
                        .param("type", (short) type.ordinal())
                        .param("count", count)
                        .query(Long.class)
                        .single()
                + 1;
        block.next = block.end - count;
    }
}
