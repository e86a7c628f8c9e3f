package io.carekeep.server.audit;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.proof.Held;
import io.carekeep.audit.tiles.CopiedTiles;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.base.Check;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What somebody who verifies a log knows of it from elsewhere, as a command line and a local request carry it.
public record Verification(
        @Nullable NoteKey log,
        @Nullable SignedNote checkpoint,
        @Nullable NoteKey witness,
        @Nullable Path tiles) {

    private static final String NONE = "-";
    private static final int LINES = 4;

    /// Lines of the two keys and the folder, then the checkpoint.
    String text() {
        return (log == null ? NONE : log.text()) + "\n" + (witness == null ? NONE : witness.text()) + "\n"
                + (tiles == null ? NONE : tiles.toAbsolutePath()) + "\n"
                + (checkpoint == null ? NONE : checkpoint.text());
    }

    /// @throws io.carekeep.audit.note.NoteUnusable when a key or the checkpoint is none
    static Verification parse(String text) {
        var lines = text.split("\n", LINES);
        Check.that(lines.length == LINES, "a verification has two keys, a folder and a checkpoint");
        return new Verification(
                NONE.equals(lines[0]) ? null : NoteKey.parse(lines[0], NoteKey.Kind.LOG),
                NONE.equals(lines[3]) ? null : SignedNote.parse(lines[3]),
                NONE.equals(lines[1]) ? null : NoteKey.parse(lines[1], NoteKey.Kind.WITNESS),
                NONE.equals(lines[2]) ? null : Path.of(lines[2]));
    }

    /// The tiles that lie outside; they are a copy, or all there is.
    public @Nullable CopiedTiles copy() {
        return tiles == null ? null : new CopiedTiles(new TileFolder(tiles));
    }

    /// What the verifier holds beside a database.
    Held held(NoteKey own) {
        return new Held(log == null ? own : log, checkpoint, witness, copy());
    }

    /// What the verifier holds when the tiles are all there is.
    public Held heldAlone() {
        return new Held(log, checkpoint, witness, null);
    }
}
