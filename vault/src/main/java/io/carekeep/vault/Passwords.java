package io.carekeep.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id hashes of passwords and client secrets: RFC 9106, with OWASP's 19 MiB and two passes.
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    // Many sign-ins at once wait instead of filling the memory.
    private static final int AT_ONCE = 4;
    private static final String FORM = "argon2id$" + MEMORY_KIB + "$" + PASSES + "$";

    private final SecureRandom random;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /// The hash to keep: algorithm, cost, salt and value.
    public String hash(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return FORM + base64.encodeToString(salt) + "$" + base64.encodeToString(derived(password, salt));
    }

    /// Whether this is the password that was hashed; takes the same time either way.
    public boolean verify(String password, String hash) {
        if (!hash.startsWith(FORM)) {
            return false;
        }
        var parts = hash.substring(FORM.length()).split("\\$", 2);
        var base64 = Base64.getDecoder();
        return MessageDigest.isEqual(base64.decode(parts[1]), derived(password, base64.decode(parts[0])));
    }

    private byte[] derived(String password, byte[] salt) {
        room.acquireUninterruptibly();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withIterations(PASSES)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            var hash = new byte[HASH_BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            room.release();
        }
    }
}
