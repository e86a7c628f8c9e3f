package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Truth;

/// What the operators do: https://hl7.org/fhirpath/N1/#operations.
final class Operators {

    private Operators() {}

    static Expr type(String word, Expr left, TypeSpecifier type) {
        return word.equals("is")
                ? (focus, scope) -> Types.is(left.eval(focus, scope), type)
                : (focus, scope) -> Types.as(left.eval(focus, scope), type);
    }

    /// An operation on two collections.
    @FunctionalInterface
    private interface Operation {
        Items of(Items left, Items right);
    }

    static Expr binary(String word, Expr left, Expr right) {
        return switch (word) {
            case "and" -> (focus, scope) -> and(left, right, focus, scope);
            case "or" -> (focus, scope) -> or(left, right, focus, scope);
            case "implies" -> (focus, scope) -> implies(left, right, focus, scope);
            case "=" -> equals(left, right);
            case "!=" -> {
                var equals = equals(left, right);
                yield (focus, scope) -> not(equals.eval(focus, scope));
            }
            default -> {
                var operation = operation(word);
                yield (focus, scope) -> operation.of(left.eval(focus, scope), right.eval(focus, scope));
            }
        };
    }

    private static Operation operation(String word) {
        return switch (word) {
            case "xor" -> Operators::xor;
            case "~" -> (left, right) -> Truth.of(Equivalence.of(left, right));
            case "!~" -> (left, right) -> Truth.of(!Equivalence.of(left, right));
            case "in" -> Combining::in;
            case "contains" -> (left, right) -> Combining.in(right, left);
            case "<" -> (left, right) -> Comparison.holds(left, right, order -> order < 0);
            case ">" -> (left, right) -> Comparison.holds(left, right, order -> order > 0);
            case "<=" -> (left, right) -> Comparison.holds(left, right, order -> order <= 0);
            case ">=" -> (left, right) -> Comparison.holds(left, right, order -> order >= 0);
            case "|" -> Combining::union;
            case "+" -> Arithmetic::sum;
            case "-" -> Arithmetic::difference;
            case "&" -> Arithmetic::joined;
            case "*" -> Arithmetic::product;
            case "/" -> Arithmetic::quotient;
            case "div" -> Arithmetic::wholeQuotient;
            default -> Arithmetic::remainder;
        };
    }

    /// Most comparisons are with a literal string: those look at the document's bytes.
    private static Expr equals(Expr left, Expr right) {
        if (right instanceof Literal(Item.Text(var text))) {
            return new EqualsText(left, text);
        }
        if (left instanceof Literal(Item.Text(var text))) {
            return new EqualsText(right, text);
        }
        return (focus, scope) -> Equality.of(left.eval(focus, scope), right.eval(focus, scope));
    }

    static Items not(Items operand) {
        Items truth = Singles.truth(operand);
        return truth == Items.None.NONE ? truth : Truth.of(truth == Truth.FALSE);
    }

    private static Items and(Expr left, Expr right, Items focus, Scope scope) {
        Items first = Singles.truth(left.eval(focus, scope));
        if (first == Truth.FALSE) {
            return first;
        }
        Items second = Singles.truth(right.eval(focus, scope));
        return first == Truth.TRUE || second == Truth.FALSE ? second : Items.None.NONE;
    }

    private static Items or(Expr left, Expr right, Items focus, Scope scope) {
        Items first = Singles.truth(left.eval(focus, scope));
        if (first == Truth.TRUE) {
            return first;
        }
        Items second = Singles.truth(right.eval(focus, scope));
        return first == Truth.FALSE || second == Truth.TRUE ? second : Items.None.NONE;
    }

    private static Items implies(Expr left, Expr right, Items focus, Scope scope) {
        Items first = Singles.truth(left.eval(focus, scope));
        if (first == Truth.FALSE) {
            return Truth.TRUE;
        }
        Items second = Singles.truth(right.eval(focus, scope));
        return first == Truth.TRUE || second == Truth.TRUE ? second : Items.None.NONE;
    }

    private static Items xor(Items left, Items right) {
        Items first = Singles.truth(left);
        Items second = Singles.truth(right);
        return first.isEmpty() || second.isEmpty() ? Items.None.NONE : Truth.of(!first.equals(second));
    }
}
