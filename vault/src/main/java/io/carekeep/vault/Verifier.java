package io.carekeep.vault;

import io.carekeep.base.Check;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Tells the signatures of one [Signer] from others.
public final class Verifier {

    public static final int KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    private final byte[] key;

    /// @param key as RFC 8032 has it in section 5.1.5
    public Verifier(byte[] key) {
        Check.that(key.length == KEY_BYTES, "a public key has 32 bytes");
        this.key = key.clone();
    }

    /// The public key, which anybody may know.
    public byte[] key() {
        return key.clone();
    }

    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            var signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(key));
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        } catch (IllegalArgumentException _) { // the bytes are no point of the curve
            return false;
        }
    }
}
