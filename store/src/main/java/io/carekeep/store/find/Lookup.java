package io.carekeep.store.find;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Names;
import io.carekeep.store.Vocabulary;
import io.carekeep.vault.Tokens;
import java.util.List;
import java.util.OptionalLong;

/// Turns the words of a predicate into the numbers of the index.
final class Lookup {

    private final Tokens tokens;
    private final Names names;
    private final Vocabulary vocabulary;

    Lookup(Tokens tokens, Names names, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.names = names;
        this.vocabulary = vocabulary;
    }

    long[] values(ResourceType type, List<Integer> expressions, String normalised) {
        return expressions.stream()
                .mapToLong(each -> tokens.token(type.ordinal(), each, normalised))
                .toArray();
    }

    long[] codeKeys(ResourceType type, List<Integer> expressions, String code) {
        return expressions.stream()
                .mapToLong(each -> vocabulary.codeKey(type.ordinal(), each, code))
                .toArray();
    }

    long[] systemKeys(ResourceType type, List<Integer> expressions, String system) {
        return expressions.stream()
                .mapToLong(each -> vocabulary.systemKey(type.ordinal(), each, system))
                .toArray();
    }

    long[] textTokens(List<Integer> expressions, String text) {
        return vocabulary.startingWith(expressions, text).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    long[] tokensBeneath(List<Integer> expressions, String uri) {
        return vocabulary.beneath(expressions, uri).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    OptionalLong number(ResourceType type, String id) {
        return names.find(new ResourceKey(type, id));
    }
}
