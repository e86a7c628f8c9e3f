package io.carekeep.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed hashes of search values: HMAC-SHA-256, cut to 63 bits for values and 128 for ids (RFC 2104, FIPS 180-4).
public final class Tokens {

    private static final int ID_BYTES = 16;
    private static final byte ID = 1;
    private static final byte VALUE = 2;

    private final Pool<Mac> macs;

    Tokens(byte[] key) {
        var secret = new SecretKeySpec(key, "HmacSHA256");
        this.macs = new Pool<>(() -> mac(secret));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has HMAC-SHA-256", impossible);
        }
    }

    /// The token of a value: 63 bits of the hash under a set top bit, so that it never equals an exact, positive value.
    /// @param type the resource type's ordinal
    /// @param expression the index expression's ordinal
    /// @param value normalised
    public long token(int type, int expression, String value) {
        var text = value.getBytes(StandardCharsets.UTF_8);
        var message = new byte[5 + text.length];
        message[0] = VALUE;
        message[1] = (byte) (type >>> 8);
        message[2] = (byte) type;
        message[3] = (byte) (expression >>> 8);
        message[4] = (byte) expression;
        System.arraycopy(text, 0, message, 5, text.length);
        var hash = hash(message);
        long token = 0;
        for (int at = 0; at < Long.BYTES; at++) {
            token = token << 8 | hash[at] & 0xFF;
        }
        return token | Long.MIN_VALUE;
    }

    /// The token of an id that a client chose: 16 bytes.
    public byte[] id(int type, String id) {
        var text = id.getBytes(StandardCharsets.UTF_8);
        var message = new byte[3 + text.length];
        message[0] = ID;
        message[1] = (byte) (type >>> 8);
        message[2] = (byte) type;
        System.arraycopy(text, 0, message, 3, text.length);
        return Arrays.copyOf(hash(message), ID_BYTES);
    }

    private byte[] hash(byte[] message) {
        var mac = macs.take();
        var hash = mac.doFinal(message);
        macs.give(mac);
        return hash;
    }
}
