package io.carekeep.store.find;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Numbering;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Finds first the resources that define a part of a query, and those behind a link that the index alone can't decide,
/// the innermost before the others, so that what remains is decided by the index.
final class Resolver {

    private final Matches matches;
    private final Compiler compiler;

    Resolver(Matches matches, Compiler compiler) {
        this.matches = matches;
        this.compiler = compiler;
    }

    /// Resolves what is asked of a type, and its restriction.
    Compiler resolved(ResourceType type, Predicate asked) {
        resolve(asked);
        resolve(compiler.restriction(type));
        return compiler;
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
            case Predicate.Defined defined -> defined(defined);
            case Predicate.Policed(var criteria) ->
                compiler.policing(() -> {
                    resolve(criteria);
                    return criteria;
                });
            case Predicate.Own _ -> {}
        }
    }

    private void defined(Predicate.Defined asked) {
        if (compiler.isDefined(asked)) {
            return;
        }
        // Nothing for now: a restriction of these resources that asks for one of them would not end.
        compiler.define(asked, Predicate.nothing());
        resolve(compiler.restriction(asked.by()));
        var found = matches.page(asked.by(), new Plan(asked.by(), asked.source(), compiler), Order.BY_NUMBER, null, 2);
        if (found.size() != 1) {
            throw new Refused(new Problem.Invalid(
                    asked.place(),
                    found.isEmpty()
                            ? "a " + asked.by() + " that is here; there is none, or none that you may see"
                            : "one " + asked.by() + " only; there are several, so name one by version or by id"));
        }
        compiler.define(
                asked, asked.definition().of(matches.doc(found.getFirst().row())));
    }

    private void linked(Predicate.Linked linked) {
        resolve(linked.target());
        linked.types().forEach(type -> resolve(compiler.restriction(type)));
        if (compiler.exact(linked)) {
            return;
        }
        var numbers = LongStream.builder();
        for (var type : linked.types()) {
            var plan = new Plan(type, linked.target(), compiler);
            matches.all(type, plan, "opened-records", Matches.OPENED_MAX, (row, _) -> numbers.add(row.number()));
        }
        compiler.resolve(linked, numbers.build().toArray());
    }

    private void linkedFrom(Predicate.Link asked, Predicate.LinkedFrom linked) {
        resolve(linked.criteria());
        resolve(compiler.restriction(linked.source()));
        if (compiler.exact(asked)) {
            return;
        }
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
