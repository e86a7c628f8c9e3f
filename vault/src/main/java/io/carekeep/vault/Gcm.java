package io.carekeep.vault;

import io.carekeep.base.Check;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM with a random nonce in front: NIST SP 800-38D.
final class Gcm {

    static final int NONCE = 12;
    static final int TAG = 16;
    private static final int TAG_BITS = 128;

    private final SecureRandom random;
    private final Pool<Cipher> ciphers = new Pool<>(Gcm::cipher);

    Gcm(SecureRandom random) {
        this.random = random;
    }

    /// Writes nonce, ciphertext and tag into a buffer at a place and returns where they end.
    int seal(SecretKey key, byte[] plain, int from, int length, byte[] associated, byte[] into, int at) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, into, at, NONCE);
        var cipher = ciphers.take();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            int written = cipher.doFinal(plain, from, length, into, at + NONCE);
            Check.that(written == length + TAG, "GCM adds its tag");
            ciphers.give(cipher);
            return at + NONCE + written;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("AES-GCM seals any bytes", impossible);
        }
    }

    byte[] seal(SecretKey key, byte[] plain, byte[] associated) {
        var sealed = new byte[NONCE + plain.length + TAG];
        seal(key, plain, 0, plain.length, associated, sealed, 0);
        return sealed;
    }

    /// @throws Altered unless nonce, ciphertext, tag, key and associated data belong together
    byte[] open(SecretKey key, byte[] sealed, int from, byte[] associated) {
        if (sealed.length - from < NONCE + TAG) {
            throw new Altered();
        }
        var cipher = ciphers.take();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, from, NONCE));
            cipher.updateAAD(associated);
            var plain = cipher.doFinal(sealed, from + NONCE, sealed.length - from - NONCE);
            ciphers.give(cipher);
            return plain;
        } catch (AEADBadTagException _) {
            throw new Altered();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("AES-GCM opens any bytes", impossible);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has AES-GCM", impossible);
        }
    }
}
