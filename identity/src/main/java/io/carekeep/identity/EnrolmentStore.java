package io.carekeep.identity;

import io.carekeep.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of links that were not used yet.
final class EnrolmentStore {

    /// One link's row.
    /// @param account whose it is; null for the first administrator's, who has none yet
    record Row(byte[] hash, @Nullable Long account, long expires) {

        Proof proof() {
            return Proof.of("enrolment").with(hash).with(account).with(expires);
        }
    }

    private static final String REMOVE_OF = """
            delete from identity.enrolment
             where account is not distinct from :account
            """;
    private static final String ADD = """
            insert into identity.enrolment (hash, account, expires, proof)
            values (:hash, :account, :expires, :proof)
            """;
    private static final String FIND = """
            select hash, account, expires, proof
              from identity.enrolment
             where hash = :hash
            """;
    private static final String TAKE = """
            delete from identity.enrolment
             where hash = :hash
            """;
    private static final String REMOVE_EXPIRED = """
            delete from identity.enrolment
             where expires <= :now
            """;

    private final JdbcClient sql;
    private final Vault vault;

    EnrolmentStore(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    /// Adds a link, the only one of its account.
    void replace(Row row) {
        removeOf(row.account());
        sql.sql(ADD)
                .param("hash", row.hash())
                .param("account", row.account(), Types.BIGINT)
                .param("expires", row.expires())
                .param("proof", row.proof().seal(vault))
                .update();
    }

    /// @throws io.carekeep.vault.Altered when the row is not as we wrote it
    Optional<Row> find(byte[] hash) {
        return sql.sql(FIND).param("hash", hash).query(this::row).optional();
    }

    private Row row(ResultSet found, int index) throws SQLException {
        long number = found.getLong("account");
        var account = found.wasNull() ? null : number;
        var row = new Row(found.getBytes("hash"), account, found.getLong("expires"));
        row.proof().open(vault, found.getBytes("proof"));
        return row;
    }

    /// Uses a link up; false when somebody else was faster.
    boolean take(byte[] hash) {
        return sql.sql(TAKE).param("hash", hash).update() == 1;
    }

    void removeOf(@Nullable Long account) {
        sql.sql(REMOVE_OF).param("account", account, Types.BIGINT).update();
    }

    void removeExpired(long now) {
        sql.sql(REMOVE_EXPIRED).param("now", now).update();
    }
}
