package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.BodyCheck;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.RangeQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a predicate on one type is decided: a condition that lets through every match and perhaps more, boolean columns
/// that tell what the index knows of each row, and a test on the opened record. Without a test the condition decides.
final class Plan {

    /// The part of the decision that needs the record.
    private sealed interface Test {

        /// @param column which boolean column
        record Fact(int column) implements Test {}

        record Body(BodyCheck check) implements Test {}

        record Every(List<Test> tests) implements Test {}

        record Some(List<Test> tests) implements Test {}

        record Not(Test test) implements Test {}
    }

    private final ResourceType type;
    private final Compiler compiler;
    private final Sql condition = new Sql();
    private final Sql facts = new Sql();
    private boolean anchored;
    private int factCount;
    private @Nullable Test test;

    Plan(ResourceType type, Predicate asked, Compiler compiler) {
        this.type = type;
        this.compiler = compiler;
        var predicate = new Predicate.All(List.of(asked, compiler.restriction(type)));
        this.anchored = anchored(predicate);
        compiler.write(type, superset(predicate), "c", condition);
        condition.add(" and c.state <> 3 and (c.number >> 40) = ").number(type.ordinal());
        if (!exact(asked) || !exact(compiler.restriction(type))) {
            test = test(predicate.parts());
        }
    }

    /// Narrows it down to resources with these numbers.
    Plan among(long[] numbers) {
        condition.add(" and c.number = any(").numbers(numbers).add(")");
        anchored = true;
        return this;
    }

    /// Narrows it down to resources that have one of these values in their index.
    Plan having(long[] values) {
        condition.add(" and c.index && ").numbers(values);
        anchored = true;
        return this;
    }

    /// Whether the index finds the rows, so that not all rows of the type must be looked at.
    boolean anchored() {
        return anchored;
    }

    Sql condition() {
        return condition;
    }

    /// Columns to select behind a row's own, each with a comma in front.
    Sql facts() {
        return facts;
    }

    int factCount() {
        return factCount;
    }

    boolean exact() {
        return test == null;
    }

    /// Whether a candidate is a match.
    /// @param doc opens the record, if that is needed
    boolean matches(boolean[] answers, Supplier<Json> doc) {
        var all = test;
        return all == null || holds(all, answers, doc);
    }

    private static boolean holds(Test test, boolean[] answers, Supplier<Json> doc) {
        return switch (test) {
            case Test.Fact(var column) -> answers[column];
            case Test.Body(var check) -> check.matches(doc.get(), 0);
            case Test.Every(var tests) -> tests.stream().allMatch(each -> holds(each, answers, doc));
            case Test.Some(var tests) -> tests.stream().anyMatch(each -> holds(each, answers, doc));
            case Test.Not(var inner) -> !holds(inner, answers, doc);
        };
    }

    private boolean exact(Predicate predicate) {
        return compiler.exact(predicate);
    }

    /// What every match is like, as far as the index knows.
    private Predicate superset(Predicate predicate) {
        if (exact(predicate)) {
            return predicate;
        }
        return switch (predicate) {
            case Predicate.All(var parts) ->
                new Predicate.All(parts.stream().map(this::superset).toList());
            case Predicate.Any(var parts) ->
                new Predicate.Any(parts.stream().map(this::superset).toList());
            case Predicate.Checked(var index, var _) -> superset(index);
            case Predicate.Not(var part) -> exact(part) ? predicate : Predicate.anything();
            case Predicate.Defined defined -> superset(compiler.meaning(defined));
            case Predicate.Policed(var criteria) -> new Predicate.Policed(compiler.policing(() -> superset(criteria)));
            case Predicate other -> other;
        };
    }

    // The parts of the outermost conjunction that the condition decides alone are not asked again.
    private Test test(List<Predicate> parts) {
        var tests = new ArrayList<Test>();
        for (var part : parts) {
            if (!exact(part)) {
                tests.add(part instanceof Predicate.All(var inner) ? test(inner) : test(part));
            }
        }
        return new Test.Every(tests);
    }

    private Test test(Predicate predicate) {
        if (exact(predicate)) {
            facts.add(", (");
            compiler.write(type, predicate, "c", facts);
            facts.add(")");
            return new Test.Fact(factCount++);
        }
        return switch (predicate) {
            case Predicate.All(var parts) ->
                new Test.Every(parts.stream().map(this::test).toList());
            case Predicate.Any(var parts) ->
                new Test.Some(parts.stream().map(this::test).toList());
            case Predicate.Checked(var _, var check) -> new Test.Body(check);
            case Predicate.Not(var part) -> new Test.Not(test(part));
            case Predicate.Defined defined -> test(compiler.meaning(defined));
            case Predicate.Policed(var criteria) -> compiler.policing(() -> test(criteria));
            case Predicate other -> throw new AssertionError("resolved before: " + other.getClass());
        };
    }

    /// Whether the index finds the rows that are like this.
    static boolean anchored(Predicate predicate) {
        return anchored(predicate, true);
    }

    /// Whether the index of values finds them, not that of homes.
    static boolean anchoredElsewhere(Predicate predicate) {
        return anchored(predicate, false);
    }

    /// Whether a part is about the homes in which rows lie.
    static boolean isHome(Predicate part) {
        return part instanceof Predicate.AtHome || part instanceof Predicate.Bound || part instanceof Predicate.Opened;
    }

    private static boolean anchored(Predicate predicate, boolean byHomes) {
        return switch (predicate) {
            case Predicate.All(var parts) -> parts.stream().anyMatch(part -> anchored(part, byHomes));
            case Predicate.Any(var parts) -> parts.stream().allMatch(part -> anchored(part, byHomes));
            case Predicate.Checked(var index, var _) -> anchored(index, byHomes);
            case Predicate.Policed(var criteria) -> anchored(criteria, byHomes);
            case Predicate.AtHome _, Predicate.Bound _, Predicate.Opened _ -> byHomes;
            case Predicate.Meets(var expressions, var low, var high) ->
                RangeQuery.buckets(expressions, low, high).length > 0;
            case Predicate.Not _, Predicate.Present _, Predicate.Updated _ -> false;
            case Predicate.Withheld _, Predicate.Allowed _ -> false;
            case Predicate.Own _, Predicate.Link _, Predicate.Defined _ -> true;
        };
    }
}
