package io.carekeep.audit.note;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.vault.Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A public key of somebody who signs notes: https://c2sp.org/signed-note. Its text is
/// `<name>+<id, hexadecimal>+<base64 of kind and key>`.
public record NoteKey(String name, Kind kind, Verifier verifier) {

    /// What is signed with a key.
    public enum Kind {
        /// Notes, as https://c2sp.org/signed-note has it.
        LOG((byte) 1),
        /// Notes with a time, as https://c2sp.org/tlog-cosignature has it.
        WITNESS((byte) 4);

        private final byte number;

        Kind(byte number) {
            this.number = number;
        }
    }

    static final int ID_BYTES = 4;

    private static final Pattern FORM = Pattern.compile("([^\\s+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final int NAME_BYTES = 8;

    /// A key that is named after itself: `<before>/<hexadecimal>`.
    public static NoteKey named(String before, Kind kind, Verifier verifier) {
        var digest = Hash.sha256().digest(verifier.key());
        return new NoteKey(before + "/" + HexFormat.of().formatHex(digest, 0, NAME_BYTES), kind, verifier);
    }

    /// @throws NoteUnusable when the text is no key of this kind
    public static NoteKey parse(String text, Kind kind) {
        var parts = FORM.matcher(text.strip());
        if (parts.matches()) {
            var bytes = decoded(parts.group(3));
            if (bytes.length == 1 + Verifier.KEY_BYTES && bytes[0] == kind.number) {
                var key = new NoteKey(parts.group(1), kind, new Verifier(Arrays.copyOfRange(bytes, 1, bytes.length)));
                if (key.text().equals(text.strip())) {
                    return key;
                }
            }
        }
        throw new NoteUnusable(
                switch (kind) {
                    case LOG -> "not a log's key: copy the whole line that carekeep audit key prints";
                    case WITNESS -> "not a witness's key: copy the whole line that carekeep witness prints";
                });
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /// The first four bytes of SHA-256 over name, line feed, kind and key; they stand before each signature.
    byte[] id() {
        var digest = Hash.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(kind.number);
        return Arrays.copyOf(digest.digest(verifier.key()), ID_BYTES);
    }

    /// The key in one line.
    public String text() {
        var bytes = ByteBuffer.allocate(1 + Verifier.KEY_BYTES).put(kind.number).put(verifier.key());
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(bytes.array());
    }

    @Override
    public String toString() {
        return text();
    }
}
