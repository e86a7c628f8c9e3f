package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Token searches: https://hl7.org/fhir/R4/search.html#token.
final class TokenTerms {

    /// What was asked for.
    /// @param system null for any, empty for none
    /// @param code null for any
    record Asked(@Nullable String system, @Nullable String code) {

        static Asked of(SearchParameter parameter, String value) {
            var words = Escapes.split(value, '|');
            if (words.size() > 2 || value.equals("|")) {
                throw new Refused(
                        new Problem.Invalid(parameter.code(), "[code], [system]|[code], |[code] or [system]|"));
            }
            if (words.size() == 1) {
                return new Asked(null, Escapes.plain(value));
            }
            var code = Escapes.plain(words.get(1));
            return new Asked(Escapes.plain(words.get(0)), code.isEmpty() ? null : code);
        }
    }

    private static final Set<String> CODED = Set.of("Coding", "CodeableConcept", "code", "boolean");

    private TokenTerms() {}

    static Predicate of(SearchParameter parameter, String modifier, String value) {
        var coded = ordinals(parameter, true);
        var valued = ordinals(parameter, false);
        return switch (modifier) {
            case "" -> plain(parameter, coded, valued, Asked.of(parameter, value));
            case "text" -> text(parameter, coded, Texts.normal(Escapes.plain(value)));
            case "of-type" -> {
                var words = Escapes.split(value, '|');
                if (words.size() != 3 || valued.isEmpty()) {
                    throw new Refused(new Problem.Invalid(
                            parameter.code() + ":of-type", "[system]|[code]|[value] of an identifier"));
                }
                yield new Predicate.Value(
                        valued,
                        "t:" + Escapes.plain(words.get(0)) + "|" + Escapes.plain(words.get(1)) + "|"
                                + Escapes.plain(words.get(2)));
            }
            case "in" -> concepts(parameter, modifier).in(Escapes.plain(value));
            case "below" -> concepts(parameter, modifier).below(value);
            case "above" -> concepts(parameter, modifier).above(value);
            default -> throw Terms.unserved(parameter, modifier);
        };
    }

    // What the vocabulary displays decides alone; a text of the record's own is looked at there.
    private static Predicate text(SearchParameter parameter, List<Integer> coded, String text) {
        if (coded.isEmpty()) {
            throw Terms.unserved(parameter, "text");
        }
        if (text.isEmpty()) {
            throw new Refused(new Problem.Invalid(parameter.code() + ":text", "a text"));
        }
        return new Predicate.Any(List.of(
                new Predicate.Coded(coded, null, null, text),
                new Predicate.Checked(new Predicate.Value(coded, Codings.label(text)), Checks.words(parameter, text))));
    }

    private static ConceptTerms concepts(SearchParameter parameter, String modifier) {
        if (ordinals(parameter, true).isEmpty()) {
            throw Terms.unserved(parameter, modifier);
        }
        return new ConceptTerms(parameter, modifier);
    }

    /// Adds what holds a code.
    static void coded(SearchParameter parameter, Code code, List<Predicate> any) {
        any.add(new Predicate.Value(ordinals(parameter, true), code.system() + "|" + code.code()));
        // A `code` element has no system of its own: the one that its binding implies is taken as given.
        var bare = bare(parameter);
        if (!code.system().isEmpty() && !bare.isEmpty()) {
            any.add(new Predicate.Value(bare, "|" + code.code()));
        }
    }

    private static Predicate plain(SearchParameter parameter, List<Integer> coded, List<Integer> valued, Asked asked) {
        var any = new ArrayList<Predicate>();
        var system = asked.system();
        var code = asked.code();
        if (!coded.isEmpty() && system != null && code != null) {
            coded(parameter, new Code(system, code), any);
        } else if (!coded.isEmpty()) {
            any.add(new Predicate.Coded(coded, system, code, null));
        }
        if (!valued.isEmpty()) {
            any.add(new Predicate.Value(
                    valued, system == null ? "=" + code : code == null ? system + "|" : system + "|" + code));
        }
        var plain = plain(parameter);
        if (system != null && system.isEmpty() && !plain.isEmpty()) {
            any.add(new Predicate.Value(plain, "=" + code));
        }
        return any.size() == 1 ? any.getFirst() : new Predicate.Any(any);
    }

    private static List<Integer> ordinals(SearchParameter parameter, boolean coded) {
        return parameter.expressions().stream()
                .filter(each -> isCoded(each) == coded)
                .map(IndexExpression::ordinal)
                .toList();
    }

    private static boolean isCoded(IndexExpression expression) {
        return expression.route().existence()
                || expression.route().typeCodes().stream().anyMatch(CODED::contains);
    }

    // What can't have a system, such as a telephone number.
    private static List<Integer> plain(SearchParameter parameter) {
        return parameter.expressions().stream()
                .filter(each -> !isCoded(each) && !each.route().typeCodes().contains("Identifier"))
                .map(IndexExpression::ordinal)
                .toList();
    }

    private static List<Integer> bare(SearchParameter parameter) {
        return parameter.expressions().stream()
                .filter(each -> each.route().typeCodes().contains("code"))
                .map(IndexExpression::ordinal)
                .toList();
    }
}
