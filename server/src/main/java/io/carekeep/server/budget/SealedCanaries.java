package io.carekeep.server.budget;

import io.carekeep.access.budget.CanaryShelf;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Canaries in the database, each row sealed: `+` or `-`, the patient's number and its address, joined by blanks.
final class SealedCanaries implements CanaryShelf {

    private static final String LAST = "select coalesce(max(number), 0) from access.canary";
    private static final String ALL = "select at, account, sealed from access.canary order by number";
    private static final String ADD = """
            insert into access.canary (at, account, sealed)
            values (:at, :account, :sealed)
            """;

    private record Line(boolean named, Canary canary) {}

    private final JdbcClient sql;
    private final Vault vault;

    SealedCanaries(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    @Override
    public long last() {
        return Objects.requireNonNull(sql.sql(LAST).query(Long.class).single());
    }

    @Override
    public List<Canary> all() {
        var named = new LinkedHashMap<Long, Canary>();
        for (var line : sql.sql(ALL).query(this::line).list()) {
            if (line.named()) {
                named.put(line.canary().patient(), line.canary());
            } else {
                named.remove(line.canary().patient());
            }
        }
        return List.copyOf(named.values());
    }

    private Line line(ResultSet row, int index) throws SQLException {
        long at = row.getLong("at");
        long account = row.getLong("account");
        var opened = vault.sealer().open(vault.audit(), row.getBytes("sealed"), beside(at, account));
        var words = new String(opened, StandardCharsets.UTF_8).split(" ", 3);
        return new Line(words[0].equals("+"), new Canary(Long.parseLong(words[1]), words[2], at, account));
    }

    @Override
    public void add(Canary canary) {
        add("+", canary);
    }

    @Override
    public void remove(Canary canary) {
        add("-", canary);
    }

    private void add(String sign, Canary canary) {
        var text = (sign + " " + canary.patient() + " " + canary.address()).getBytes(StandardCharsets.UTF_8);
        var beside = beside(canary.at(), canary.account());
        sql.sql(ADD)
                .param("at", canary.at())
                .param("account", canary.account())
                .param("sealed", vault.sealer().seal(vault.audit(), text, 0, text.length, beside))
                .update();
    }

    private static byte[] beside(long at, long account) {
        var name = "canary".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 2 * Long.BYTES)
                .put(name)
                .putLong(at)
                .putLong(account)
                .array();
    }
}
