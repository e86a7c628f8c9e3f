package io.carekeep.fhir.path;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of the language.
/// @param least how many arguments it needs
/// @param most how many it takes
record Function(int least, int most, Body body) {

    /// What it does with what stands left of the dot.
    @FunctionalInterface
    interface Body {
        Items apply(Items focus, List<Expr> arguments, Scope scope);
    }

    /// Without arguments.
    @FunctionalInterface
    interface Plain {
        Items apply(Items focus);
    }

    /// With one argument that is evaluated beforehand.
    @FunctionalInterface
    interface WithItems {
        Items apply(Items focus, Items argument);
    }

    /// On one string.
    @FunctionalInterface
    interface OnText {
        @Nullable
        Item apply(String text);
    }

    /// On one string with another.
    @FunctionalInterface
    interface OnTexts {
        Items apply(String text, String argument);
    }

    static Function of(int least, int most, Body body) {
        return new Function(least, most, body);
    }

    static Function of0(Plain body) {
        return new Function(0, 0, (focus, arguments, scope) -> body.apply(focus));
    }

    static Function of1(WithItems body) {
        return new Function(1, 1, (focus, arguments, scope) -> body.apply(focus, scope.argument(arguments.getFirst())));
    }

    /// Nothing when there is no string.
    static Function text(OnText body) {
        return of0(focus -> {
            var text = Singles.text(focus);
            var result = text == null ? null : body.apply(text);
            return result == null ? Items.None.NONE : result;
        });
    }

    /// Nothing when either string is missing.
    static Function texts(OnTexts body) {
        return of1((focus, argument) -> {
            var text = Singles.text(focus);
            var other = Singles.text(argument);
            return text == null || other == null ? Items.None.NONE : body.apply(text, other);
        });
    }

    String arity() {
        if (least == most) {
            return least == 1 ? "1 argument" : least + " arguments";
        }
        return most == Integer.MAX_VALUE ? "at least " + least + " arguments" : least + " to " + most + " arguments";
    }
}
