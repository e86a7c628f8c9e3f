package io.carekeep.audit.numbering;

import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.tiles.DatabaseTiles;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Numbers committed entries, takes them into the tree and signs what came of it, in one transaction: after a power cut
/// all of it happened or none. It keeps nothing in memory that counts, so any process may do the next step.
public final class Sequencer {

    /// Entries of one step.
    static final int STEP_MAX = 4_000;

    private static final long PAGES_FEW = 2_000;
    private static final int WHOLE_EVERY = 25;

    private final EntryStore entries;
    private final DatabaseTiles tiles;
    private final TransactionTemplate transactions;
    private final NoteSigner signer;
    private final Clock clock;
    // Where the last step ended. While nothing can be cleared away, because a log from before is numbered or somebody
    // reads an old state, the table is long and what comes in stands behind; now and then all of it is looked at.
    private long page;
    private long steps;

    /// @param sql statements of the running server's role
    public Sequencer(JdbcClient sql, TransactionTemplate transactions, NoteSigner signer, Clock clock) {
        this.entries = new EntryStore(sql);
        this.tiles = new DatabaseTiles(sql);
        this.transactions = transactions;
        this.signer = signer;
        this.clock = clock;
    }

    /// Numbers entries that are committed and have no number, up to a limit.
    /// @return how many; 0 also when another process is at it
    public synchronized int step() {
        steps++;
        if (page < PAGES_FEW || steps % WHOLE_EVERY == 0) {
            page = 0;
        }
        return Objects.requireNonNull(transactions.execute(_ -> numbered()));
    }

    /// Numbers all entries that are committed, as far as time allows: a home from before may have more.
    public synchronized void drain(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        int numbered = 1;
        while (numbered > 0 && System.nanoTime() < until) {
            page = 0;
            numbered = step();
        }
    }

    private int numbered() {
        var taken = entries.take(STEP_MAX, page).orElse(null);
        if (taken == null || taken.leaves().isEmpty()) {
            return 0;
        }
        var edge = tiles.edge(taken.first());
        var nodes = new ArrayList<EntryStore.Node>();
        for (var leaf : taken.leaves()) {
            edge.append(leaf, (level, index, hash) -> nodes.add(new EntryStore.Node(level, index, hash)));
        }
        if (!nodes.isEmpty()) {
            entries.add(nodes);
        }
        var checkpoint = new Checkpoint(signer.key().name(), edge.size(), edge.root());
        entries.keep(edge.size(), clock.millis(), signer.signed(checkpoint));
        page = taken.page();
        return taken.leaves().size();
    }
}
