package io.carekeep.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// 256 random bits that prove something to us: a token, a client secret, a link. Whoever shows the text has it; we keep
/// its SHA-256. It doesn't print.
public final class Secret {

    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    static Secret fresh(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What somebody showed us, if it has the form of a secret.
    public static Optional<Secret> find(String text) {
        return text.length() == CHARACTERS ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /// The text, for the one who is to show it.
    public String text() {
        return text;
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
