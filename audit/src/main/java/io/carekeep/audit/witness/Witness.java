package io.carekeep.audit.witness;

import io.carekeep.audit.merkle.Proofs;
import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.TileSource;
import io.carekeep.audit.tiles.TiledTree;
import io.carekeep.audit.tiles.TilesUnusable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/// Signs a log's checkpoint when the log is the one it saw before, with or without entries added, and remembers it
/// first: it never signs two histories.
public final class Witness {

    private final TileSource tiles;
    private final NoteKey log;
    private final NoteSigner signer;
    private final Memory memory;
    private final Clock clock;

    /// @param memory the file that holds the last checkpoint, cosigned
    public Witness(TileSource tiles, NoteKey log, NoteSigner signer, Path memory, Clock clock) {
        this.tiles = tiles;
        this.log = log;
        this.signer = signer;
        this.memory = new Memory(memory);
        this.clock = clock;
    }

    /// Looks at the log's checkpoint and cosigns it.
    /// @return what it signed
    /// @throws WitnessRefusal when the log is not what it was
    /// @throws io.carekeep.audit.note.NoteUnusable when the checkpoint or the memory can't be read
    /// @throws TilesUnusable when the tiles can't
    public Checkpoint look() {
        return memory.alone(this::cosigned);
    }

    private Checkpoint cosigned() {
        var note = tiles.checkpoint()
                .map(SignedNote::parse)
                .orElseThrow(() -> new TilesUnusable(
                        TilesUnusable.Why.UNREACHABLE,
                        "there is no checkpoint among the tiles: name the folder of the server's audit.tiles"));
        if (!note.isSignedBy(log)) {
            throw new WitnessRefusal("the checkpoint is not signed by the log's key " + log.name());
        }
        var now = Checkpoint.of(note);
        memory.last().map(Checkpoint::of).ifPresent(before -> checkGrowth(before, now));
        var own = note.only(log);
        memory.remember(own);
        memory.remember(signer.cosigned(own, clock.instant().getEpochSecond()));
        return now;
    }

    private void checkGrowth(Checkpoint before, Checkpoint now) {
        if (!before.origin().equals(now.origin())) {
            throw new WitnessRefusal(
                    "this is another log than was witnessed before: give each log a --state of its own");
        }
        if (now.size() < before.size()) {
            throw new WitnessRefusal(
                    "the log has shrunk: it has " + now.size() + " entries, and " + before.size() + " were witnessed");
        }
        if (!grew(before, now)) {
            throw new WitnessRefusal(
                    "the log was rewritten: its first " + before.size() + " entries are not those that were witnessed");
        }
    }

    private boolean grew(Checkpoint before, Checkpoint now) {
        if (before.size() == now.size()) {
            return Arrays.equals(before.root(), now.root());
        }
        return before.size() == 0
                || Proofs.extendsTo(
                        before.size(),
                        now.size(),
                        before.root(),
                        now.root(),
                        new TiledTree(tiles, now.size()).growth(before.size()));
    }
}
