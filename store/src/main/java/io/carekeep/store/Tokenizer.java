package io.carekeep.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the tokens of one request's resources and collects the codings that the vocabulary lacks.
public final class Tokenizer {

    private final TokenCache cache;
    private final Vocabulary vocabulary;
    private final List<Vocabulary.Coding> fresh = new ArrayList<>();

    Tokenizer(TokenCache cache, Vocabulary vocabulary) {
        this.cache = cache;
        this.vocabulary = vocabulary;
    }

    long value(int type, int expression, String normalised) {
        return cache.token(type, expression, normalised);
    }

    long coding(int type, int expression, String system, String code, @Nullable String display) {
        var known = vocabulary.known(expression, system, code);
        if (known != null) {
            return known;
        }
        long token = cache.token(type, expression, system + "|" + code);
        fresh.add(new Vocabulary.Coding(type, expression, system, code, display == null ? "" : display, token));
        return token;
    }

    /// The tokens of the codings that the vocabulary was not known to have.
    List<Long> fresh() {
        return fresh.stream().map(Vocabulary.Coding::token).toList();
    }

    /// Writes the new codings down; they stay even if what uses them is not committed.
    public void save() {
        if (!fresh.isEmpty()) {
            vocabulary.add(fresh);
            fresh.clear();
        }
    }
}
