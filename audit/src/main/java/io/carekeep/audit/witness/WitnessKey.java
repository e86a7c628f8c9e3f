package io.carekeep.audit.witness;

import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.tiles.DurableFile;
import io.carekeep.vault.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// A witness's private key, in a file that only its owner may read.
public final class WitnessKey {

    private static final String BEFORE = "PRIVATE+KEY+carekeep-witness+";

    private WitnessKey() {}

    /// Opens the key, or makes one where there is none.
    public static NoteSigner of(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                var key = new byte[Signer.KEY_BYTES];
                random.nextBytes(key);
                var text = BEFORE + Base64.getEncoder().encodeToString(key) + "\n";
                DurableFile.replace(file, text.getBytes(StandardCharsets.US_ASCII), DurableFile.Readers.OWNER);
            }
            return NoteSigner.witness(
                    new Signer(key(file, Files.readString(file).strip())));
        } catch (IOException failure) {
            throw new UncheckedIOException("the key file " + file + " can't be read or made", failure);
        }
    }

    private static byte[] key(Path file, String text) {
        try {
            if (text.startsWith(BEFORE)) {
                var key = Base64.getDecoder().decode(text.substring(BEFORE.length()));
                if (key.length == Signer.KEY_BYTES) {
                    return key;
                }
            }
        } catch (IllegalArgumentException _) { // said below
        }
        throw new WitnessRefusal(file + " is no witness's key: name the right file with --key");
    }
}
