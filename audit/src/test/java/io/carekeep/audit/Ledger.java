package io.carekeep.audit;

import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.numbering.Publisher;
import io.carekeep.audit.numbering.Sequencer;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.audit.tiles.TileTarget;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A log in a database of its own.
public final class Ledger implements AutoCloseable {

    public final TestDatabase test = TestDatabase.create("vault", "audit");
    public final SetClock clock = new SetClock(Instant.parse("2026-05-01T10:00:00Z"));
    public final SecureRandom random = new SecureRandom();
    public final Vault vault = Vault.open(
            FileKeys.make(test.home().resolve("key"), random), test.database().sql(), random, clock);
    public final AuditLog log = new AuditLog(test.database().app(), vault);
    public final NoteSigner signer = NoteSigner.log(vault.auditSigner());
    public final JdbcClient sql = test.database().sql();
    public final JdbcClient owner = JdbcClient.create(test.database().owner());
    public final DatabaseTiles tiles = new DatabaseTiles(sql);
    public final Sequencer sequencer = sequencer();

    /// Another process's.
    public Sequencer sequencer() {
        return new Sequencer(sql, test.database().transactions(), signer, clock);
    }

    public Publisher publisher(TileTarget target) {
        return new Publisher(sql, test.database().transactions(), signer.key(), target);
    }

    public Entry entry(long account) {
        return new Entry(clock.millis(), account, 5, Entry.Outcome.DONE, List.of(account, account + 1), new byte[] {7});
    }

    /// Appends entries of accounts from 0 on, without a number.
    public void append(int count) {
        log.append(IntStream.range(0, count).mapToObj(this::entry).toList());
    }

    /// Appends entries and numbers them.
    public void grow(int count) {
        append(count);
        number();
    }

    /// Numbers all there is.
    public int number() {
        int all = 0;
        for (int step = sequencer.step(); step > 0; step = sequencer.step()) {
            all += step;
        }
        return all;
    }

    public long count(String table) {
        return sql.sql("select count(*) from " + table)
                .query((row, _) -> row.getLong(1))
                .single();
    }

    @Override
    public void close() {
        test.close();
    }
}
