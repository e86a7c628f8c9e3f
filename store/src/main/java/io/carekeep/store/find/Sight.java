package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Numbering;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Tells which resources a caller sees: in one statement, as long as the index decides.
final class Sight {

    private final Matches matches;
    private final Compiler compiler;
    private final Resolver resolver;

    Sight(Matches matches, Compiler compiler) {
        this.matches = matches;
        this.compiler = compiler;
        this.resolver = new Resolver(matches, compiler);
    }

    /// Those of these numbers whose resources are there and seen.
    Set<Long> of(Set<Long> numbers) {
        var found = new HashSet<Long>();
        var condition = new Sql();
        byType(numbers).forEach((type, some) -> {
            resolver.resolve(compiler.restriction(type));
            if (compiler.exact(compiler.restriction(type))) {
                condition.add(condition.isEmpty() ? "(" : " or (");
                compiler.node(type, Predicate.anything(), "c", condition);
                condition.add(")");
            } else {
                var plan = compiler.finding(() -> new Plan(type, Predicate.anything(), compiler))
                        .among(array(some));
                matches.all(type, plan, "opened-records", Matches.OPENED_MAX, (row, _) -> found.add(row.number()));
            }
        });
        if (!condition.isEmpty()) {
            found.addAll(matches.numbers(array(numbers), condition));
        }
        return found;
    }

    private static Map<ResourceType, Set<Long>> byType(Set<Long> numbers) {
        var found = new HashMap<ResourceType, Set<Long>>();
        numbers.forEach(number -> found.computeIfAbsent(Numbering.type(number), _ -> new HashSet<>())
                .add(number));
        return found;
    }

    private static long[] array(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
