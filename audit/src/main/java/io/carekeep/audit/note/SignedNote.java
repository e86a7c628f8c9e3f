package io.carekeep.audit.note;

import io.carekeep.vault.Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A text and the signatures below it: https://c2sp.org/signed-note.
/// @param body the text, which ends with a line feed
public record SignedNote(String body, List<Line> signatures) {

    private static final int TEXT_MAX = 16 * 1024;
    private static final Pattern LINE = Pattern.compile("— ([^\\s+]+) ([A-Za-z0-9+/]+=*)");

    /// One signature.
    /// @param bytes the key's id and what was signed with it
    public record Line(String name, byte[] bytes) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// @throws NoteUnusable when the text is no signed note
    public static SignedNote parse(String text) {
        return parse(text, TEXT_MAX);
    }

    /// @param most how many characters it has at most
    /// @throws NoteUnusable when the text is no signed note
    public static SignedNote parse(String text, int most) {
        int gap = text.lastIndexOf("\n\n");
        if (text.length() > most || gap < 0 || !text.endsWith("\n")) {
            throw unusable();
        }
        var signatures = new ArrayList<Line>();
        for (var each : text.substring(gap + 2).split("\n", 0)) {
            var parts = LINE.matcher(each);
            if (!parts.matches()) {
                throw unusable();
            }
            signatures.add(new Line(parts.group(1), decoded(parts.group(2))));
        }
        return new SignedNote(text.substring(0, gap + 1), signatures);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw unusable();
        }
    }

    private static NoteUnusable unusable() {
        return new NoteUnusable("not a signed checkpoint: give the file that the log or its witness wrote, unchanged");
    }

    /// The note with one more signature.
    public SignedNote with(Line line) {
        var all = new ArrayList<>(signatures);
        all.add(line);
        return new SignedNote(body, all);
    }

    /// The note without signatures of others than this key.
    public SignedNote only(NoteKey key) {
        return new SignedNote(
                body,
                signatures.stream()
                        .filter(line -> line.name().equals(key.name()))
                        .toList());
    }

    /// Whether a signature of this key is there and right.
    public boolean isSignedBy(NoteKey key) {
        return signatures.stream()
                .filter(line -> line.name().equals(key.name()) && line.bytes().length > NoteKey.ID_BYTES)
                .filter(line -> Arrays.equals(line.bytes(), 0, NoteKey.ID_BYTES, key.id(), 0, NoteKey.ID_BYTES))
                .anyMatch(line -> verifies(key, ByteBuffer.wrap(line.bytes()).position(NoteKey.ID_BYTES)));
    }

    private boolean verifies(NoteKey key, ByteBuffer signed) {
        return switch (key.kind()) {
            case LOG -> key.verifier().verifies(body.getBytes(StandardCharsets.UTF_8), rest(signed));
            case WITNESS ->
                signed.remaining() == Long.BYTES + Verifier.SIGNATURE_BYTES
                        && key.verifier().verifies(cosignedMessage(body, signed.getLong()), rest(signed));
        };
    }

    private static byte[] rest(ByteBuffer from) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }

    static byte[] cosignedMessage(String body, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    /// The note as it is kept and sent.
    public String text() {
        var text = new StringBuilder(body).append('\n');
        for (var line : signatures) {
            text.append("— ")
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(line.bytes()))
                    .append('\n');
        }
        return text.toString();
    }
}
