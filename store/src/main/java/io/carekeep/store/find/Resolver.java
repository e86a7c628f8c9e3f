package io.carekeep.store.find;

import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Numbering;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Finds first the resources behind a link that the index alone can't decide, the innermost before the others, so that
/// what remains is decided by the index.
final class Resolver {

    private final Matches matches;
    private final Compiler compiler;

    Resolver(Matches matches, Compiler compiler) {
        this.matches = matches;
        this.compiler = compiler;
    }

    void resolve(Predicate predicate) {
        switch (predicate) {
            case Predicate.All(var parts) -> parts.forEach(this::resolve);
            case Predicate.Any(var parts) -> parts.forEach(this::resolve);
            case Predicate.Not(var part) -> resolve(part);
            case Predicate.Checked(var index, var _) -> resolve(index);
            case Predicate.Linked linked -> linked(linked);
            case Predicate.LinkedFrom linked -> linkedFrom(linked, linked);
            case Predicate.InList list -> linkedFrom(list, LinkSql.fromList(list));
            case Predicate.Own _ -> {}
        }
    }

    private void linked(Predicate.Linked linked) {
        if (compiler.exact(linked)) {
            return;
        }
        var numbers = LongStream.builder();
        for (var type : linked.types()) {
            resolve(linked.target());
            resolve(compiler.restriction(type));
            var plan = new Plan(type, linked.target(), compiler);
            matches.all(type, plan, "opened-records", Matches.OPENED_MAX, (row, _) -> numbers.add(row.number()));
        }
        compiler.resolve(linked, numbers.build().toArray());
    }

    private void linkedFrom(Predicate.Link asked, Predicate.LinkedFrom linked) {
        if (compiler.exact(asked)) {
            return;
        }
        resolve(linked.criteria());
        resolve(compiler.restriction(linked.source()));
        var numbers = LongStream.builder();
        var plan = new Plan(linked.source(), linked.criteria(), compiler);
        matches.all(linked.source(), plan, "opened-records", Matches.OPENED_MAX, (row, _) -> {
            for (long number : references(row.row().index(), linked.expressions())) {
                numbers.add(number);
            }
        });
        compiler.resolve(asked, numbers.build().distinct().toArray());
    }

    /// The numbers that a row refers to by these expressions.
    static long[] references(long[] index, List<Integer> expressions) {
        return Arrays.stream(index)
                .filter(value -> expressions.contains((int) (value >> 48)))
                .map(Numbering::number)
                .toArray();
    }
}
