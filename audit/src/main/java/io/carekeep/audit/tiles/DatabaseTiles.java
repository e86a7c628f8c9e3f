package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.RightEdge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the tree where it grows. The leaves are made anew from the entries, which come a few at a time when this is
/// called inside a transaction.
public final class DatabaseTiles implements TileSource {

    private static final String LEAF_HASHES = """
            select leaf
              from audit.numbered
             where number >= :from
               and number < :until
             order by number
            """;
    private static final String NODE_HASHES = """
            select hash
              from audit.node
             where level = :level
               and index >= :from
               and index < :until
             order by index
            """;
    private static final String ENTRIES = """
            select number, at, account, interaction, outcome, replaced, content
              from audit.numbered
             where number >= :from
               and number < :until
            """;
    private static final String CHECKPOINT = """
            select note
              from audit.checkpoint
             order by size desc
             limit 1
            """;

    // The content of a transaction's entry can be large.
    private static final int FETCHED = 16;

    private final JdbcClient sql;

    /// @param sql statements of the running server's role
    public DatabaseTiles(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public List<byte[]> tile(int level, long index, int width) {
        long from = index * RightEdge.WIDTH;
        var statement = level == 0 ? sql.sql(LEAF_HASHES) : sql.sql(NODE_HASHES).param("level", level);
        return statement
                .param("from", from)
                .param("until", from + width)
                .query((row, _) -> row.getBytes(1))
                .list();
    }

    @Override
    public Map<Long, byte[]> leaves(long index, int width) {
        long from = index * RightEdge.WIDTH;
        var leaves = new HashMap<Long, byte[]>();
        sql.sql(ENTRIES)
                .param("from", from)
                .param("until", from + width)
                .withFetchSize(FETCHED)
                .query((RowCallbackHandler) row -> leaves.put(row.getLong("number"), Leaf.of(row)));
        return leaves;
    }

    @Override
    public Optional<String> checkpoint() {
        return sql.sql(CHECKPOINT).query(String.class).optional();
    }

    /// The edge of the tree over the first entries.
    public RightEdge edge(long size) {
        var levels = new java.util.ArrayList<List<byte[]>>();
        for (int level = 0; RightEdge.hashes(size, level) > 0; level++) {
            long hashes = RightEdge.hashes(size, level);
            levels.add(tile(level, hashes / RightEdge.WIDTH, (int) (hashes % RightEdge.WIDTH)));
        }
        return new RightEdge(size, levels);
    }
}
