package io.carekeep.audit.note;

import io.carekeep.audit.merkle.Hash;
import java.util.Base64;

/// What a log says of itself: https://c2sp.org/tlog-checkpoint.
/// @param origin the log's name, that of its key
/// @param size how many entries it has
/// @param root of the tree over them
public record Checkpoint(String origin, long size, byte[] root) {

    /// @throws NoteUnusable when the note is no checkpoint
    public static Checkpoint of(SignedNote note) {
        var lines = note.body().split("\n", -1);
        try {
            if (lines.length >= 4 && !lines[0].isEmpty() && lines[1].matches("0|[1-9]\\d{0,17}")) {
                var root = Base64.getDecoder().decode(lines[2]);
                if (root.length == Hash.BYTES) {
                    return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
                }
            }
        } catch (IllegalArgumentException _) { // said below
        }
        throw new NoteUnusable("the note is no checkpoint of a log: its lines are a name, a size and a root");
    }

    String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /// Size and root in one line.
    public String inWords() {
        return "size=" + size + " root=" + Base64.getEncoder().encodeToString(root);
    }
}
