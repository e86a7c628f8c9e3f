package io.carekeep.store;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.vault.Tokens;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Makes tokens with the key of a generation, and remembers those of values that came lately: the same codes, profiles
/// and names come again and again.
final class TokenCache {

    private record Entry(int type, int expression, String value, long token) {}

    private static final int SLOTS = 1 << 15;
    private static final int LENGTH_MAX = 200;

    private final int generation;
    private final Tokens tokens;
    private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

    TokenCache(int generation, Tokens tokens) {
        this.generation = generation;
        this.tokens = tokens;
    }

    /// Of the key.
    int generation() {
        return generation;
    }

    long token(int type, int expression, String value) {
        if (value.length() > LENGTH_MAX) {
            return tokens.token(type, expression, value);
        }
        int hash = value.hashCode() * 31 + expression;
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        var kept = slots.getPlain(slot);
        if (kept != null && kept.expression == expression && kept.type == type && kept.value.equals(value)) {
            return kept.token;
        }
        long token = tokens.token(type, expression, value);
        slots.setRelease(slot, new Entry(type, expression, value, token));
        return token;
    }

    /// The same, of a value that need not come again.
    long uncached(int type, int expression, String value) {
        return tokens.token(type, expression, value);
    }

    /// What stands for a chosen id.
    UUID id(ResourceKey key) {
        var bytes = ByteBuffer.wrap(tokens.id(key.type().ordinal(), key.id()));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
