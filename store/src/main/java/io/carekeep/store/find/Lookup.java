package io.carekeep.store.find;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Indexing;
import io.carekeep.store.Names;
import io.carekeep.store.Vocabulary;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// Turns the words of a predicate into the numbers of the index.
final class Lookup {

    private final Indexing indexing;
    private final Names names;
    private final Vocabulary vocabulary;
    private final LongFunction<long[]> emergencies;
    private final Clock clock;

    /// @param emergencies the numbers of those that are open to an account
    Lookup(Indexing indexing, Names names, Vocabulary vocabulary, LongFunction<long[]> emergencies, Clock clock) {
        this.indexing = indexing;
        this.names = names;
        this.vocabulary = vocabulary;
        this.emergencies = emergencies;
        this.clock = clock;
    }

    /// The numbers of the emergencies that are open to an account.
    long[] emergencies(long account) {
        return emergencies.apply(account);
    }

    /// Carries out what looks up and finds, with the same keys from start to end.
    <T> T steady(Supplier<T> reading) {
        return indexing.steady(reading);
    }

    /// The present, in milliseconds since the epoch.
    long now() {
        return clock.millis();
    }

    /// The tokens of a value: one for each expression and each key in force.
    long[] values(ResourceType type, List<Integer> expressions, String normalised) {
        return indexing.tokens(type.ordinal(), expressions, normalised);
    }

    long[] codeKeys(ResourceType type, List<Integer> expressions, String code) {
        return vocabulary.codeKeys(type.ordinal(), expressions, code);
    }

    long[] systemKeys(ResourceType type, List<Integer> expressions, String system) {
        return vocabulary.systemKeys(type.ordinal(), expressions, system);
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

    /// See [Names#numberOrNobodys].
    long numberOrNobodys(ResourceKey key) {
        return names.numberOrNobodys(key);
    }

    OptionalLong number(ResourceType type, String id) {
        return names.find(new ResourceKey(type, id));
    }
}
