package io.carekeep.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Makes ids from numbers and back: one block of AES-256 over the number and ten bytes of zero. To others an id looks
/// random and says nothing of when or how many; a text that was not made here is told by its missing zeros.
public final class IdCipher {

    private static final int BLOCK = 16;
    private static final int TEXT = 2 * BLOCK;
    private static final int NUMBER_BITS = 48;

    private final Pool<Cipher> encrypting;
    private final Pool<Cipher> decrypting;

    IdCipher(byte[] key) {
        var secret = new SecretKeySpec(key, "AES");
        this.encrypting = new Pool<>(() -> cipher(Cipher.ENCRYPT_MODE, secret));
        this.decrypting = new Pool<>(() -> cipher(Cipher.DECRYPT_MODE, secret));
    }

    // One block, each with another content: the mode that chains blocks has nothing to add.
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher cipher(int mode, SecretKeySpec key) {
        try {
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has AES", impossible);
        }
    }

    /// The id of the resource with this number: 32 hexadecimal digits.
    public String id(long number) {
        var block = ByteBuffer.allocate(BLOCK)
                .putLong(number << Long.SIZE - NUMBER_BITS)
                .array();
        return HexFormat.of().formatHex(done(encrypting, block));
    }

    /// The number behind an id, unless it was not made here.
    public OptionalLong number(String id) {
        if (id.length() != TEXT || !isHex(id)) {
            return OptionalLong.empty();
        }
        var block = ByteBuffer.wrap(done(decrypting, HexFormat.of().parseHex(id)));
        long first = block.getLong();
        boolean ours = block.getLong() == 0 && first << NUMBER_BITS == 0;
        return ours ? OptionalLong.of(first >>> Long.SIZE - NUMBER_BITS) : OptionalLong.empty();
    }

    private static boolean isHex(String id) {
        for (int at = 0; at < id.length(); at++) {
            char digit = id.charAt(at);
            if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static byte[] done(Pool<Cipher> ciphers, byte[] block) {
        try {
            var cipher = ciphers.take();
            var result = cipher.doFinal(block);
            ciphers.give(cipher);
            return result;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("a block is whole", impossible);
        }
    }
}
