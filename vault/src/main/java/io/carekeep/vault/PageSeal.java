package io.carekeep.vault;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/// Seals the links to further pages, so that a link says nothing, can't be altered, serves only the caller who got it,
/// and expires.
public final class PageSeal {

    private static final Duration LIFE = Duration.ofHours(1);

    private final Gcm gcm;
    private final SecretKeySpec key;
    private final Clock clock;

    PageSeal(byte[] key, SecureRandom random, Clock clock) {
        this.gcm = new Gcm(random);
        this.key = new SecretKeySpec(key, "AES");
        this.clock = clock;
    }

    /// @param caller who may use it
    public String seal(long caller, byte[] content) {
        var plain = ByteBuffer.allocate(Long.BYTES + content.length)
                .putLong(clock.millis() + LIFE.toMillis())
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(gcm.seal(key, plain, associated(caller)));
    }

    /// @throws Refused when the link was made for somebody else, altered, or has expired
    public byte[] open(long caller, String link) {
        try {
            var plain = ByteBuffer.wrap(gcm.open(key, Base64.getUrlDecoder().decode(link), 0, associated(caller)));
            if (plain.getLong() < clock.millis()) {
                throw new Refused(new Problem.Invalid("page", "the page has expired: search again"));
            }
            var content = new byte[plain.remaining()];
            plain.get(content);
            return content;
        } catch (Altered | IllegalArgumentException _) {
            throw new Refused(new Problem.Invalid("page", "not a page of one of your searches: search again"));
        }
    }

    private static byte[] associated(long caller) {
        return ("page of " + caller).getBytes(StandardCharsets.US_ASCII);
    }
}
