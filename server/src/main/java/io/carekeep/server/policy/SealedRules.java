package io.carekeep.server.policy;

import io.carekeep.access.policy.RulesShelf;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps the versions of the policy in the database, sealed: a row that was altered or moved does not open, and nobody
/// decides anything by it.
public final class SealedRules implements RulesShelf {

    private static final String LAST = "select coalesce(max(version), 0) from access.policy";
    private static final String COLUMNS = "select version, at, account, sealed from access.policy ";
    private static final String FIND = COLUMNS + "where version = :version";
    private static final String NEWEST = COLUMNS + "order by version desc limit :most";
    private static final String ADD = """
            insert into access.policy (version, at, account, sealed)
            values (:version, :at, :account, :sealed)
                on conflict (version) do nothing
            """;

    private final JdbcClient sql;
    private final Vault vault;

    public SealedRules(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    @Override
    public int last() {
        return Objects.requireNonNull(sql.sql(LAST).query(Integer.class).single());
    }

    @Override
    public Optional<Kept> find(int version) {
        return sql.sql(FIND).param("version", version).query(this::kept).optional();
    }

    @Override
    public List<Kept> newest(int most) {
        return sql.sql(NEWEST).param("most", most).query(this::kept).list();
    }

    @Override
    public void add(Kept kept) {
        var text = kept.text().getBytes(StandardCharsets.UTF_8);
        var beside = beside(kept.version(), kept.at(), kept.account());
        int added = sql.sql(ADD)
                .param("version", kept.version())
                .param("at", kept.at())
                .param("account", kept.account())
                .param("sealed", vault.sealer().seal(vault.shared(), text, 0, text.length, beside))
                .update();
        if (added == 0) {
            throw new Refused(new Problem.Conflict("somebody else has just changed the policy: look at it again"));
        }
    }

    private Kept kept(ResultSet row, int index) throws SQLException {
        int version = row.getInt("version");
        long at = row.getLong("at");
        long account = row.getLong("account");
        var text = vault.sealer().open(vault.shared(), row.getBytes("sealed"), beside(version, at, account));
        return new Kept(version, at, account, new String(text, StandardCharsets.UTF_8));
    }

    private static byte[] beside(int version, long at, long account) {
        var name = "policy".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + Integer.BYTES + 2 * Long.BYTES)
                .put(name)
                .putInt(version)
                .putLong(at)
                .putLong(account)
                .array();
    }
}
