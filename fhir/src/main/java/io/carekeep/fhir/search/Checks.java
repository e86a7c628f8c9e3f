package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The checks of candidates on the opened record, with FHIR's full meaning.
final class Checks {

    /// A number that was asked for.
    /// @param half how far "equal" reaches to both sides
    /// @param words the value split at '|': number, system, code
    record Asked(Prefix prefix, BigDecimal number, BigDecimal half, List<String> words) {}

    private final Leaves leaves;
    private final ZoneId zone;
    private final Clock clock;

    Checks(Leaves leaves, ZoneId zone, Clock clock) {
        this.leaves = leaves;
        this.zone = zone;
        this.clock = clock;
    }

    /// What a date with a prefix asks for: "approximately" is a tenth of the time that has passed since.
    Dates.Span asked(Prefix prefix, Dates.Span span) {
        long tenth = prefix == Prefix.AP ? Math.abs(clock.millis() - span.low()) / 10 : 0;
        return new Dates.Span(span.low() - tenth, span.high() + tenth);
    }

    BodyCheck string(SearchParameter parameter, Predicate<String> test) {
        return (doc, resource) -> any(
                parameter,
                doc,
                resource,
                (node, type) -> strings(doc, node, type).stream().anyMatch(text -> test.test(Texts.normal(text))));
    }

    /// Whether a code's words have one that starts so.
    static BodyCheck words(SearchParameter parameter, String text) {
        return (doc, resource) -> any(parameter, doc, resource, (node, type) -> {
            boolean[] found = new boolean[1];
            Codings.texts(doc, node, type, each -> found[0] |= Texts.starts(Texts.normal(each), text));
            return found[0];
        });
    }

    /// Whether a reference that counts under the parameter has this identifier, `[value]` or `[system]|[value]`.
    static BodyCheck identifier(SearchParameter parameter, String asked) {
        return (doc, resource) -> any(
                parameter,
                doc,
                resource,
                (node, _) -> Leaves.leads(parameter, doc, node) && hasIdentifier(doc, node, asked));
    }

    private static boolean hasIdentifier(Json doc, int node, String asked) {
        int identifier = doc.kind(node) == Json.Kind.OBJECT ? doc.get(node, "identifier") : Json.NONE;
        var value = identifier == Json.NONE ? null : doc.text(identifier, "value");
        if (value == null) {
            return false;
        }
        var system = doc.text(identifier, "system");
        return asked.equals(asked.indexOf('|') < 0 ? value : (system == null ? "" : system) + "|" + value);
    }

    BodyCheck date(SearchParameter parameter, Prefix prefix, Dates.Span asked) {
        return (doc, resource) -> any(
                parameter,
                doc,
                resource,
                (node, type) -> dates(doc, node, type).stream().anyMatch(span -> dateMatches(prefix, span, asked)));
    }

    BodyCheck amount(SearchParameter parameter, Asked asked) {
        return (doc, resource) -> any(
                parameter,
                doc,
                resource,
                (node, type) -> amounts(doc, node, type).stream().anyMatch(amount -> amountMatches(asked, amount)));
    }

    BodyCheck composite(SearchParameter parameter, List<String> values) {
        return (doc, resource) -> any(parameter, doc, resource, (element, _) -> {
            for (int at = 0; at < values.size(); at++) {
                var part = parameter.parts().get(at);
                int from = part.fromResource() ? resource : element;
                if (!partMatches(part, values.get(at), doc, from)) {
                    return false;
                }
            }
            return true;
        });
    }

    /// Tests one element that a route leads to.
    interface Test {
        boolean holds(int node, String typeCode);
    }

    static boolean any(SearchParameter parameter, Json doc, int resource, Test test) {
        for (var expression : parameter.expressions()) {
            if (any(expression.route(), doc, resource, test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(Route route, Json doc, int from, Test test) {
        boolean[] found = new boolean[1];
        route.walk(doc, from, (node, type) -> found[0] |= test.holds(node, type));
        return found[0];
    }

    private boolean partMatches(SearchParameter.Part part, String value, Json doc, int from) {
        return part.routes().stream()
                .anyMatch(route -> any(route, doc, from, (node, type) -> switch (part.parameter()
                        .kind()) {
                    case TOKEN -> tokenMatches(part.parameter(), value, doc, node, type);
                    case QUANTITY, NUMBER -> {
                        var asked = asked(value);
                        yield asked != null
                                && amounts(doc, node, type).stream().anyMatch(amount -> amountMatches(asked, amount));
                    }
                    case DATE -> {
                        var asked = Dates.span(Prefix.rest(value), zone);
                        yield asked.isPresent()
                                && dates(doc, node, type).stream()
                                        .anyMatch(span -> dateMatches(
                                                Prefix.of(value), span, asked(Prefix.of(value), asked.get())));
                    }
                    case STRING ->
                        strings(doc, node, type).stream()
                                .anyMatch(text -> Texts.starts(Texts.normal(text), Texts.normal(Escapes.plain(value))));
                    case REFERENCE -> {
                        var reference = doc.text(node, "reference");
                        yield reference != null && (reference.equals(value) || reference.endsWith("/" + value));
                    }
                    case URI -> doc.text(node).equals(Escapes.plain(value));
                    case COMPOSITE, SPECIAL -> false;
                }));
    }

    private static @Nullable Asked asked(String value) {
        var words = Escapes.split(value, '|');
        var prefix = Prefix.of(words.getFirst());
        return Leaves.decimal(Prefix.rest(words.getFirst()))
                .map(number -> new Asked(prefix, number, Decimals.halfStep(number), words))
                .orElse(null);
    }

    private boolean tokenMatches(SearchParameter parameter, String value, Json doc, int node, String type) {
        var asked = TokenTerms.Asked.of(parameter, value);
        var found = new TokenFinder(asked);
        leaves.tokens(doc, node, type, 0, found);
        return found.found;
    }

    /// Compares what a token element holds with what is asked for.
    private static final class TokenFinder implements IndexSink {

        private final TokenTerms.Asked asked;
        private boolean found;

        TokenFinder(TokenTerms.Asked asked) {
            this.asked = asked;
        }

        @Override
        public void coding(int expression, String system, String code, @Nullable String display) {
            boolean systemFits = asked.system() == null || asked.system().equals(system);
            found |= systemFits && (asked.code() == null || asked.code().equals(code));
        }

        @Override
        public void value(int expression, String normalised) {
            found |= normalised.equals(
                    asked.system() == null ? "=" + asked.code() : asked.system() + "|" + asked.code());
        }

        @Override
        public void reference(int expression, Json doc, int node, String reference) {}

        @Override
        public void range(int expression, long low, long high) {}

        @Override
        public void present(int bit) {}
    }

    private List<String> strings(Json doc, int node, String type) {
        var found = new ArrayList<String>();
        leaves.strings(doc, node, type, found::add);
        return found;
    }

    private List<Dates.Span> dates(Json doc, int node, String type) {
        var found = new ArrayList<Dates.Span>();
        leaves.dates(doc, node, type, found::add);
        return found;
    }

    private List<Leaves.Amount> amounts(Json doc, int node, String type) {
        var found = new ArrayList<Leaves.Amount>();
        leaves.numbers(doc, node, type, found::add);
        return found;
    }

    static boolean dateMatches(Prefix prefix, Dates.Span value, Dates.Span asked) {
        boolean within = asked.low() <= value.low() && value.high() <= asked.high();
        return switch (prefix) {
            case EQ -> within;
            case NE -> !within;
            case GT -> value.high() > asked.high();
            case LT -> value.low() < asked.low();
            case GE -> value.high() > asked.high() || within;
            case LE -> value.low() < asked.low() || within;
            case SA -> value.low() > asked.high();
            case EB -> value.high() < asked.low();
            case AP -> value.low() <= asked.high() && asked.low() <= value.high();
        };
    }

    static boolean amountMatches(Asked asked, Leaves.Amount value) {
        if (!unitFits(asked.words(), value)) {
            return false;
        }
        var least = asked.number().subtract(asked.half());
        var most = asked.number().add(asked.half());
        // 100 means [99.5, 100.5): https://hl7.org/fhir/R4/search.html#number
        boolean within = value.low().compareTo(least) >= 0 && value.high().compareTo(most) < 0;
        return switch (asked.prefix()) {
            case EQ -> within;
            case NE -> !within;
            case GT -> value.high().compareTo(asked.number()) > 0;
            case GE -> value.high().compareTo(asked.number()) >= 0;
            case LT -> value.low().compareTo(asked.number()) < 0;
            case LE -> value.low().compareTo(asked.number()) <= 0;
            case SA -> value.low().compareTo(asked.number()) > 0;
            case EB -> value.high().compareTo(asked.number()) < 0;
            case AP ->
                value.low().compareTo(asked.number().add(asked.number().abs().movePointLeft(1))) <= 0
                        && value.high()
                                        .compareTo(asked.number()
                                                .subtract(asked.number().abs().movePointLeft(1)))
                                >= 0;
        };
    }

    private static boolean unitFits(List<String> words, Leaves.Amount value) {
        if (words.size() < 3) {
            return words.size() < 2
                    || words.get(1).equals(value.code())
                    || words.get(1).equals(value.unit());
        }
        var system = Escapes.plain(words.get(1));
        var code = Escapes.plain(words.get(2));
        if (code.isEmpty()) {
            return system.isEmpty() || system.equals(value.system());
        }
        return system.isEmpty()
                ? code.equals(value.code()) || code.equals(value.unit())
                : system.equals(value.system()) && code.equals(value.code());
    }
}
