package io.carekeep.store.oracle;

import io.carekeep.fhir.search.Parameter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/// Answers whole queries by brute force: matches in their order, and what is included beside a page of them.
final class BruteSearch {

    /// How often `:iterate` goes on.
    private static final int ROUNDS_MAX = 5;

    private static final Set<String> RESULT = Set.of(
            "_sort",
            "_count",
            "_total",
            "_summary",
            "_include",
            "_include:iterate",
            "_revinclude",
            "_revinclude:iterate");

    private final BruteForce force;
    private final ZoneId zone;

    BruteSearch(BruteForce force, ZoneId zone) {
        this.force = force;
        this.zone = zone;
    }

    List<Known> matches(World world, String type, List<Parameter> query) {
        var criteria =
                query.stream().filter(each -> !RESULT.contains(each.name())).toList();
        return world.of(type).stream()
                .filter(record ->
                        criteria.stream().allMatch(each -> force.matches(world, record, each.name(), each.value())))
                .sorted(order(type, query))
                .toList();
    }

    private Comparator<Known> order(String type, List<Parameter> query) {
        Comparator<Known> order = Comparator.comparingInt(_ -> 0);
        for (var each : query) {
            if (each.name().equals("_sort")) {
                for (var word : each.value().split(",")) {
                    order = order.thenComparing(key(type, word));
                }
            }
        }
        return order.thenComparingLong(Known::number);
    }

    private Comparator<Known> key(String type, String word) {
        boolean descending = word.startsWith("-");
        var code = descending ? word.substring(1) : word;
        return switch (code) {
            case "_id" -> turned(Known::number, descending);
            case "_lastUpdated" -> turned(Known::at, descending);
            default -> {
                var parameter = force.find(type, code).orElseThrow();
                yield switch (parameter.kind()) {
                    case "date" -> values(parameter, descending, value -> dates(value, descending));
                    case "number", "quantity" ->
                        values(
                                parameter,
                                descending,
                                value -> Values.amounts(value).stream()
                                        .map(amount -> descending ? amount.high() : amount.low()));
                    default -> values(parameter, descending, value -> texts(parameter, value));
                };
            }
        };
    }

    private static <T extends Comparable<T>> Comparator<Known> turned(Function<Known, T> key, boolean descending) {
        return descending ? Comparator.comparing(key, Comparator.reverseOrder()) : Comparator.comparing(key);
    }

    private Stream<Long> dates(Base value, boolean descending) {
        return Values.spans(value, zone).stream().map(span -> descending ? span.high() : span.low());
    }

    private static Stream<String> texts(Official parameter, Base value) {
        return switch (parameter.kind()) {
            case "string" -> Values.texts(value).stream().map(Values::normal);
            case "token" -> Values.tokens(value).stream().map(Token::code);
            case "reference" ->
                value instanceof Reference reference
                        ? Stream.ofNullable(reference.getReference())
                        : Values.plain(value).stream();
            default -> Values.plain(value).stream();
        };
    }

    // The least value counts, the greatest when turned round; what has none comes last either way.
    private <T extends Comparable<T>> Comparator<Known> values(
            Official parameter, boolean descending, Function<Base, Stream<T>> read) {
        Comparator<T> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Function<Known, @Nullable T> key = record -> force.values(record, parameter).stream()
                .flatMap(read)
                .min(order)
                .orElse(null);
        return (one, other) -> Comparator.nullsLast(order).compare(key.apply(one), key.apply(other));
    }

    /// The addresses of what `_include` and `_revinclude` bring beside a page.
    Set<String> beside(World world, List<Known> page, List<Parameter> query) {
        var included = new TreeSet<String>();
        var seen = new HashSet<String>();
        page.forEach(each -> seen.add(each.address()));
        var newest = page;
        for (int round = 0; round < ROUNDS_MAX && !newest.isEmpty(); round++) {
            var added = new ArrayList<Known>();
            for (var each : query) {
                boolean include =
                        each.name().startsWith("_include") || each.name().startsWith("_revinclude");
                if (include && (round == 0 || each.name().endsWith(":iterate"))) {
                    for (var found : include(world, newest, each)) {
                        if (seen.add(found.address())) {
                            added.add(found);
                        }
                    }
                }
            }
            added.forEach(each -> included.add(each.address()));
            newest = added;
        }
        return included;
    }

    private List<Known> include(World world, List<Known> from, Parameter include) {
        var words = include.value().split(":");
        var target = words.length > 2 ? words[2] : "";
        var parameters = force.references(words[0], words[1]);
        boolean reverse = include.name().startsWith("_revinclude");
        var sources = reverse ? world.of(words[0]) : from;
        var targets = reverse ? from : List.copyOf(world.all());
        var found = new ArrayList<Known>();
        for (var source : sources) {
            for (var each : source.type().equals(words[0]) ? targets : List.<Known>of()) {
                boolean wanted = target.isEmpty() || target.equals(each.type());
                if (wanted && parameters.stream().anyMatch(by -> force.refers(source, by, each))) {
                    found.add(reverse ? source : each);
                }
            }
        }
        return found;
    }
}
