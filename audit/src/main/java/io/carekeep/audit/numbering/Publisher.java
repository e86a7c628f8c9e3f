package io.carekeep.audit.numbering;

import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.audit.tiles.TileTarget;
import io.carekeep.audit.tiles.TileWriter;
import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.audit.tiles.TilesUnusable.Why;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings the tiles to a place outside. What lies there wins over the database: a log that was put back to an older
/// state, or was rewritten, does not go over it.
public final class Publisher {

    private static final String ALONE = "select pg_try_advisory_xact_lock(17228, 11)";

    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final DatabaseTiles tiles;
    private final NoteKey log;
    private final TileTarget target;

    /// @param sql statements of the running server's role
    public Publisher(JdbcClient sql, TransactionTemplate transactions, NoteKey log, TileTarget target) {
        this.sql = sql;
        this.transactions = transactions;
        this.tiles = new DatabaseTiles(sql);
        this.log = log;
        this.target = target;
    }

    /// Writes what is new, unless another process is at it.
    /// @throws TilesUnusable when the place can't be written, or holds another log or a longer one
    public void publish() {
        transactions.executeWithoutResult(_ -> {
            boolean alone =
                    Objects.requireNonNull(sql.sql(ALONE).query(Boolean.class).single());
            if (alone) {
                tiles.checkpoint().ifPresent(this::bring);
            }
        });
    }

    private void bring(String text) {
        var writer = new TileWriter(tiles, target);
        var there = writer.checkpoint();
        if (there.filter(text::equals).isPresent()) {
            return;
        }
        var now = Checkpoint.of(SignedNote.parse(text));
        long from = there.map(each -> continued(each, now)).orElse(0L);
        writer.write(from, now.size(), text);
    }

    private long continued(String text, Checkpoint now) {
        var note = SignedNote.parse(text);
        var there = Checkpoint.of(note);
        if (!note.isSignedBy(log)) {
            throw new TilesUnusable(Why.OTHER_LOG, target + " holds another log: name an empty folder in audit.tiles");
        }
        if (there.size() > now.size()) {
            throw new TilesUnusable(
                    Why.DATABASE_OLDER,
                    target + " knows " + there.size() + " entries and the database has " + now.size()
                            + ": find out who put it back to an older state");
        }
        if (!Arrays.equals(there.root(), tiles.edge(there.size()).root())) {
            throw new TilesUnusable(
                    Why.DATABASE_DIFFERS, target + " knows other entries than the database has: verify both");
        }
        return there.size();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
