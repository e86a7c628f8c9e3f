package io.carekeep.audit.note;

import io.carekeep.vault.Signer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Signs notes under a name.
public final class NoteSigner {

    private final NoteKey key;
    private final Signer signer;

    private NoteSigner(NoteKey key, Signer signer) {
        this.key = key;
        this.signer = signer;
    }

    /// Signs as a log.
    public static NoteSigner log(Signer signer) {
        return new NoteSigner(NoteKey.named("carekeep/audit", NoteKey.Kind.LOG, signer.verifier()), signer);
    }

    /// Signs as a witness.
    public static NoteSigner witness(Signer signer) {
        return new NoteSigner(NoteKey.named("carekeep/witness", NoteKey.Kind.WITNESS, signer.verifier()), signer);
    }

    public NoteKey key() {
        return key;
    }

    /// A note with the log's signature.
    public SignedNote signed(Checkpoint checkpoint) {
        return signed(checkpoint.text());
    }

    /// A note with this text and the signature.
    /// @param body which ends with a line feed; its first line is no log's name, so that it is no checkpoint
    public SignedNote signed(String body) {
        return new SignedNote(body, List.of()).with(line(signer.sign(body.getBytes(StandardCharsets.UTF_8))));
    }

    /// The note with a witness's signature added.
    /// @param seconds since the epoch
    public SignedNote cosigned(SignedNote note, long seconds) {
        var signature = signer.sign(SignedNote.cosignedMessage(note.body(), seconds));
        return note.with(line(ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array()));
    }

    private SignedNote.Line line(byte[] signature) {
        var id = key.id();
        return new SignedNote.Line(
                key.name(),
                ByteBuffer.allocate(id.length + signature.length)
                        .put(id)
                        .put(signature)
                        .array());
    }
}
