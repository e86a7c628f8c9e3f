package io.carekeep.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the tokens of one request's resources and collects the codings that the vocabulary lacks.
public final class Tokenizer {

    private final TokenCache cache;
    private final Vocabulary vocabulary;
    private final Set<Vocabulary.Coding> fresh = new LinkedHashSet<>();

    /// @param cache of the key that tokens are made with
    Tokenizer(TokenCache cache, Vocabulary vocabulary) {
        this.cache = cache;
        this.vocabulary = vocabulary;
    }

    long value(int type, int expression, String normalised) {
        return cache.token(type, expression, normalised);
    }

    long coding(int type, int expression, String system, String code, @Nullable String display) {
        var shown = display == null ? "" : display;
        var known = vocabulary.known(cache, expression, system, code, shown);
        if (known != null) {
            return known;
        }
        long token = cache.token(type, expression, system + "|" + code);
        fresh.add(new Vocabulary.Coding(type, expression, system, code, shown, token));
        return token;
    }

    /// The tokens of the codings that the vocabulary was not known to have.
    List<Long> fresh() {
        return fresh.stream().map(Vocabulary.Coding::token).toList();
    }

    /// Writes the new codings down; they stay even if what uses them is not committed.
    public void save() {
        if (!fresh.isEmpty()) {
            vocabulary.add(cache, fresh);
            fresh.clear();
        }
    }
}
