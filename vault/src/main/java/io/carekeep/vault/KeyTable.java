package io.carekeep.vault;

import java.util.TreeMap;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The wrapped keys, by purpose and generation: `vault.key`. Each call joins the current transaction.
final class KeyTable {

    /// The purpose of an epoch whose key is gone and whose secret is about to be.
    static final String RETIRED = "retired";

    private static final String LOAD = """
            select purpose, generation, wrapped
              from vault.key
             where purpose = :purpose
             order by generation
            """;
    private static final String ADD = """
            insert into vault.key (purpose, generation, wrapped)
            values (:purpose, :generation, :wrapped)
                on conflict (purpose, generation) do nothing
            """;
    private static final String REMOVE = """
            delete from vault.key
             where purpose = :purpose
               and generation = :generation
            """;
    private static final String RETIRE = """
            update vault.key
               set purpose = 'retired', wrapped = ''
             where purpose = 'epoch'
               and generation = :generation
            """;
    private static final String REPLACE = """
            update vault.key
               set wrapped = :wrapped
             where purpose = :purpose
               and generation = :generation
            """;

    private final JdbcClient sql;

    KeyTable(JdbcClient sql) {
        this.sql = sql;
    }

    /// The keys of a purpose, by generation.
    TreeMap<Integer, byte[]> load(String purpose) {
        var found = new TreeMap<Integer, byte[]>();
        sql.sql(LOAD).param("purpose", purpose).query((RowCallbackHandler)
                row -> found.put(row.getInt("generation"), row.getBytes("wrapped")));
        return found;
    }

    /// Adds a key, unless it is there.
    void add(String purpose, int generation, byte[] wrapped) {
        sql.sql(ADD)
                .param("purpose", purpose)
                .param("generation", generation)
                .param("wrapped", wrapped)
                .update();
    }

    /// Puts the same key, wrapped otherwise, in its place.
    void replace(String purpose, int generation, byte[] wrapped) {
        sql.sql(REPLACE)
                .param("purpose", purpose)
                .param("generation", generation)
                .param("wrapped", wrapped)
                .update();
    }

    void remove(String purpose, int generation) {
        sql.sql(REMOVE)
                .param("purpose", purpose)
                .param("generation", generation)
                .update();
    }

    /// Takes an epoch's key away and leaves word that its secret is to go.
    void retire(int epoch) {
        sql.sql(RETIRE).param("generation", epoch).update();
    }
}
