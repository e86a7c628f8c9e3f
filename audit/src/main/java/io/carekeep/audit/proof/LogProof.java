package io.carekeep.audit.proof;

import io.carekeep.audit.merkle.RightEdge;
import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.NoteUnusable;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.TileSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Computes the tree anew from the entries up and compares it with all that is said of it.
public final class LogProof {

    private final TileSource tiles;
    private final Held held;

    private LogProof(TileSource tiles, Held held) {
        this.tiles = tiles;
        this.held = held;
    }

    /// Looks at all entries of a log. Its limit is the log: it reads each once.
    public static Verdict of(TileSource tiles, Held held) {
        return new LogProof(tiles, held).verdict();
    }

    private Verdict verdict() {
        try {
            var known = held.checkpoint() == null ? null : checked(held.checkpoint(), "the checkpoint that was given");
            var outside = held.copy() == null ? null : said(held.copy(), "the checkpoint of the copied tiles");
            var claimed = said(tiles, "the log's checkpoint");
            var now = claimed != null ? claimed : known != null ? known : nothing();
            return new EntryWalk(tiles, held.copy(), now, known, outside).verdict();
        } catch (NoteUnusable unusable) {
            return new Verdict.BadCheckpoint(String.valueOf(unusable.getMessage()));
        }
    }

    private @Nullable Checkpoint said(TileSource source, String which) {
        return source.checkpoint()
                .map(text -> signed(SignedNote.parse(text), held.log(), which, "the log"))
                .map(Checkpoint::of)
                .orElse(null);
    }

    private Checkpoint checked(SignedNote note, String which) {
        signed(note, held.log(), which, "the log");
        return Checkpoint.of(signed(note, held.witness(), which, "the witness"));
    }

    private static SignedNote signed(SignedNote note, @Nullable NoteKey key, String which, String whose) {
        if (key != null && !note.isSignedBy(key)) {
            throw new NoteUnusable(which + " has no signature of " + whose + "'s key " + key.name());
        }
        return note;
    }

    private Checkpoint nothing() {
        var name = Optional.ofNullable(held.log()).map(NoteKey::name).orElse("");
        return new Checkpoint(name, 0, new RightEdge().root());
    }
}
