package io.carekeep.audit.numbering;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.note.SignedNote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables of the numbered log. Each call joins the current transaction.
final class EntryStore {

    private static final String TAKE = """
            select first, leaves, last_page
              from audit.take(:most, :page)
            """;
    private static final String ADD_NODES = """
            insert into audit.node (level, index, hash)
            select level, index, hash
              from unnest(:levels::smallint[], :indexes::bigint[], :hashes::bytea[]) as added (level, index, hash)
            """;
    private static final String KEEP_CHECKPOINT = "select 1 from audit.keep_checkpoint(:size, :at, :note)";

    private final JdbcClient sql;

    EntryStore(JdbcClient sql) {
        this.sql = sql;
    }

    /// Entries that just got their numbers.
    /// @param first the number of the first of them
    /// @param leaves their leaf hashes, in the order of their numbers
    /// @param page of the table that the last of them stood in
    record Taken(long first, List<byte[]> leaves, long page) {}

    /// Gives entries the next numbers, until the transaction ends as the only one who does.
    /// @param page from which on they stand in the table; it needn't be right
    /// @return empty when somebody else is at it
    Optional<Taken> take(int most, long page) {
        return sql.sql(TAKE)
                .param("most", most)
                .param("page", page)
                .query((row, _) ->
                        new Taken(row.getLong("first"), split(row.getBytes("leaves")), row.getLong("last_page")))
                .optional();
    }

    private static List<byte[]> split(byte[] bytes) {
        var hashes = new ArrayList<byte[]>(bytes.length / Hash.BYTES);
        for (int at = 0; at < bytes.length; at += Hash.BYTES) {
            hashes.add(Arrays.copyOfRange(bytes, at, at + Hash.BYTES));
        }
        return hashes;
    }

    /// A hash of the tree above its leaves.
    record Node(int level, long index, byte[] hash) {}

    void add(List<Node> nodes) {
        sql.sql(ADD_NODES)
                .param(
                        "levels",
                        nodes.stream().map(each -> (short) each.level()).toArray(Short[]::new))
                .param("indexes", nodes.stream().map(Node::index).toArray(Long[]::new))
                .param("hashes", nodes.stream().map(Node::hash).toArray(byte[][]::new))
                .update();
    }

    void keep(long size, long at, SignedNote note) {
        sql.sql(KEEP_CHECKPOINT)
                .param("size", size)
                .param("at", at)
                .param("note", note.text())
                .query((row, _) -> row.getInt(1))
                .single();
    }
}
