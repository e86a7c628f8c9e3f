package io.carekeep.store;

import io.carekeep.vault.Tokens;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Remembers the tokens of values that came lately: the same codes, profiles and names come again and again.
final class TokenCache {

    private record Entry(int type, int expression, String value, long token) {}

    private static final int SLOTS = 1 << 15;
    private static final int LENGTH_MAX = 200;

    private final Tokens tokens;
    private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

    TokenCache(Tokens tokens) {
        this.tokens = tokens;
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
}
