package io.carekeep.vault;

import io.carekeep.base.Check;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs with Ed25519: RFC 8032. The key does not leave.
public final class Signer {

    /// Of a private key: a random number.
    public static final int KEY_BYTES = 32;

    private final Ed25519PrivateKeyParameters key;
    private final Verifier verifier;

    /// @param key as RFC 8032 has it in section 5.1.5: 32 random bytes
    public Signer(byte[] key) {
        Check.that(key.length == KEY_BYTES, "a private key has 32 bytes");
        this.key = new Ed25519PrivateKeyParameters(key);
        this.verifier = new Verifier(this.key.generatePublicKey().getEncoded());
    }

    public byte[] sign(byte[] message) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /// The public half.
    public Verifier verifier() {
        return verifier;
    }
}
