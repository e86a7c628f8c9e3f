package io.carekeep.identity;

import io.carekeep.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of tokens in use.
final class TokenStore {

    /// One token's row.
    record Row(byte[] hash, long account, short use, long expires, Standing standing) {

        byte[] sealed(Vault vault) {
            return proof(hash, account, use, expires).seal(vault, standing.bytes());
        }
    }

    private static final String ADD = """
            insert into identity.token (hash, account, use, expires, proof)
            values (:hash, :account, :use, :expires, :proof)
            """;
    private static final String FIND = """
            select hash, account, use, expires, proof
              from identity.token
             where hash = :hash
            """;
    private static final String REMOVE = """
            delete from identity.token
             where hash = :hash
               and account = :account
            """;
    private static final String REMOVE_ALL = """
            delete from identity.token
             where account = :account
            """;
    private static final String REMOVE_EXPIRED = """
            delete from identity.token
             where expires <= :now
            """;

    private final JdbcClient sql;
    private final Vault vault;

    TokenStore(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    void add(Row row) {
        sql.sql(ADD)
                .param("hash", row.hash())
                .param("account", row.account())
                .param("use", row.use())
                .param("expires", row.expires())
                .param("proof", row.sealed(vault))
                .update();
    }

    /// @throws io.carekeep.vault.Altered when the row is not as we wrote it
    Optional<Row> find(byte[] hash) {
        return sql.sql(FIND).param("hash", hash).query(this::row).optional();
    }

    private Row row(ResultSet found, int index) throws SQLException {
        var hash = found.getBytes("hash");
        long account = found.getLong("account");
        short use = found.getShort("use");
        long expires = found.getLong("expires");
        var standing = Standing.of(proof(hash, account, use, expires).open(vault, found.getBytes("proof")));
        return new Row(hash, account, use, expires, standing);
    }

    private static Proof proof(byte[] hash, long account, short use, long expires) {
        return Proof.of("token").with(hash).with(account).with((long) use).with(expires);
    }

    void remove(byte[] hash, long account) {
        sql.sql(REMOVE).param("hash", hash).param("account", account).update();
    }

    void removeAll(long account) {
        sql.sql(REMOVE_ALL).param("account", account).update();
    }

    void removeExpired(long now) {
        sql.sql(REMOVE_EXPIRED).param("now", now).update();
    }
}
