package io.carekeep.audit.proof;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.TileSource;
import org.jspecify.annotations.Nullable;

/// What whoever verifies knows of the log from elsewhere. The more it is, the less can be changed unnoticed.
/// @param log the log's key
/// @param checkpoint an earlier or the last checkpoint
/// @param witness the key of who must have signed that, too
/// @param copy tiles that lie outside
public record Held(
        @Nullable NoteKey log,
        @Nullable SignedNote checkpoint,
        @Nullable NoteKey witness,
        @Nullable TileSource copy) {

    public static final Held NOTHING = new Held(null, null, null, null);

    public Held withLog(NoteKey key) {
        return new Held(key, checkpoint, witness, copy);
    }
}
