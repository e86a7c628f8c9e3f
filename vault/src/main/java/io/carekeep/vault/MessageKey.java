package io.carekeep.vault;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret that Carekeep and the receiver of its messages share: HMAC-SHA-256,
/// https://www.rfc-editor.org/rfc/rfc2104. In text it is `whsec_` and 24 to 64 bytes in base64.
public final class MessageKey {

    private static final Pattern TEXT = Pattern.compile("whsec_([A-Za-z0-9+/]+={0,2})");
    private static final int LEAST = 24;
    private static final int MOST = 64;

    private final SecretKeySpec key;

    private MessageKey(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /// The key of a text; empty when it is none.
    public static Optional<MessageKey> find(String text) {
        var found = TEXT.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder().decode(found.group(1));
            return bytes.length < LEAST || bytes.length > MOST ? Optional.empty() : Optional.of(new MessageKey(bytes));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What proves that a message comes from somebody who has the secret.
    public byte[] sign(byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has HMAC-SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
