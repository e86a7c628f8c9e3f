package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes a predicate of one parameter with one value.
final class Terms {

    private static final int YEARS_MAX = 200;
    private static final Set<String> SPECIAL = Set.of("_id", "_lastUpdated", "_list");
    // [number]|[system]|[code]
    private static final int QUANTITY_WORDS = 3;

    private final ZoneId zone;
    private final Clock clock;
    private final Checks checks;

    Terms(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
        this.checks = new Checks(new Leaves(zone), zone, clock);
    }

    /// The parameters that every type has and no definition describes.
    Optional<Predicate> special(String code, String modifier, String value) {
        if (!modifier.isEmpty() && SPECIAL.contains(code)) {
            throw new Refused(new Problem.Unsupported(
                    SearchParser.shown(code + ":" + modifier), "this parameter has no modifiers"));
        }
        return switch (code) {
            case "_id" ->
                Optional.of(new Predicate.Ids(
                        given(code, value).stream().filter(ResourceKey::isId).toList()));
            case "_list" ->
                Optional.of(new Predicate.Any(given(code, value).stream()
                        .filter(ResourceKey::isId)
                        .<Predicate>map(Predicate.InList::new)
                        .toList()));
            case "_lastUpdated" -> {
                var any = new ArrayList<Predicate>();
                for (var each : Escapes.split(value, ',')) {
                    any.add(updated(each));
                }
                yield Optional.of(new Predicate.Any(any));
            }
            default -> modifier.equals("contained") ? Optional.of(Predicate.nothing()) : Optional.empty();
        };
    }

    private static List<String> given(String code, String value) {
        var values = Escapes.split(value, ',');
        if (values.contains("")) {
            throw new Refused(new Problem.Invalid(code, "a value"));
        }
        return values;
    }

    private Predicate updated(String value) {
        var prefix = Prefix.of(value);
        var span = span("_lastUpdated", Prefix.rest(value));
        return switch (prefix) {
            case EQ, AP -> new Predicate.Updated(span.low(), span.high());
            case NE -> new Predicate.Not(new Predicate.Updated(span.low(), span.high()));
            case GT, SA -> new Predicate.Updated(span.high() + 1, Long.MAX_VALUE);
            case GE -> new Predicate.Updated(span.low(), Long.MAX_VALUE);
            case LT, EB -> new Predicate.Updated(Long.MIN_VALUE, span.low() - 1);
            case LE -> new Predicate.Updated(Long.MIN_VALUE, span.high());
        };
    }

    /// @throws Refused when the value does not fit the parameter or the modifier is not served
    Predicate of(SearchParameter parameter, String modifier, String value) {
        return switch (parameter.kind()) {
            case STRING -> string(parameter, modifier, value);
            case TOKEN -> TokenTerms.of(parameter, modifier, value);
            case DATE -> date(plain(parameter, modifier), value);
            case NUMBER, QUANTITY -> amount(plain(parameter, modifier), value);
            case REFERENCE -> ReferenceTerms.of(parameter, modifier, value);
            case URI -> uri(parameter, modifier, Escapes.plain(value));
            case COMPOSITE -> composite(plain(parameter, modifier), value);
            case SPECIAL -> NearTerms.of(plain(parameter, modifier), value);
        };
    }

    private static SearchParameter plain(SearchParameter parameter, String modifier) {
        if (!modifier.isEmpty()) {
            throw unserved(parameter, modifier);
        }
        return parameter;
    }

    static Refused unserved(SearchParameter parameter, String modifier) {
        return new Refused(new Problem.Unsupported(
                SearchParser.shown(parameter.code() + ":" + modifier),
                "this modifier is not served for this parameter"));
    }

    private Predicate string(SearchParameter parameter, String modifier, String value) {
        var text = Escapes.plain(value);
        var normal = Texts.normal(text);
        return switch (modifier) {
            case "exact" -> new Predicate.Value(parameter.ordinals(), "e:" + text);
            case "contains" -> contains(parameter, normal);
            case "" -> {
                if (normal.isEmpty()) {
                    throw new Refused(new Problem.Invalid(parameter.code(), "a text"));
                }
                var prefix = Texts.prefix(normal);
                var index = new Predicate.Value(parameter.ordinals(), "p:" + prefix);
                yield prefix.length() == normal.length()
                        ? index
                        : new Predicate.Checked(index, checks.string(parameter, found -> Texts.starts(found, normal)));
            }
            default -> throw unserved(parameter, modifier);
        };
    }

    private Predicate contains(SearchParameter parameter, String normal) {
        boolean inside = parameter.expressions().stream().allMatch(Extractor::isName);
        if (!inside) {
            throw unserved(parameter, "contains");
        }
        if (normal.length() < Texts.GRAM) {
            throw new Refused(new Problem.Invalid(parameter.code() + ":contains", "at least three letters"));
        }
        var grams = new ArrayList<Predicate>();
        Texts.grams(normal, gram -> grams.add(new Predicate.Value(parameter.ordinals(), gram)));
        return new Predicate.Checked(
                new Predicate.All(grams), checks.string(parameter, found -> found.contains(normal)));
    }

    private Dates.Span span(String code, String value) {
        return Dates.span(value, zone)
                .orElseThrow(() -> new Refused(
                        new Problem.Invalid(code, "a date such as 2026, 2026-03, 2026-03-29 or 2026-03-29T10:00:00Z")));
    }

    private Predicate date(SearchParameter parameter, String value) {
        var prefix = Prefix.of(value);
        var text = Prefix.rest(value);
        var span = span(parameter.code(), text);
        if (parameter.coarse()) {
            return coarse(parameter, prefix, text, span);
        }
        var test = checks.asked(prefix, span);
        long low = Dates.code(test.low());
        long high = Dates.code(test.high());
        var index = ranged(parameter, prefix, low, high);
        return parameter.repeats() && !prefix.exactWhenRepeated()
                ? new Predicate.Checked(index, checks.date(parameter, prefix, test))
                : index;
    }

    private Predicate coarse(SearchParameter parameter, Prefix prefix, String text, Dates.Span span) {
        var ordinals = parameter.ordinals();
        if (prefix == Prefix.EQ && text.length() <= 10) {
            var mark = text.length() == 4 ? "y:" : text.length() == 7 ? "m:" : "d:";
            return new Predicate.Value(ordinals, mark + text);
        }
        var test = checks.asked(prefix, span);
        return new Predicate.Checked(years(ordinals, prefix, test), checks.date(parameter, prefix, test));
    }

    private Predicate years(List<Integer> ordinals, Prefix prefix, Dates.Span span) {
        int now = LocalDate.now(clock).getYear() + 1;
        int from = java.time.Instant.ofEpochMilli(span.low()).atZone(zone).getYear();
        int to = java.time.Instant.ofEpochMilli(span.high()).atZone(zone).getYear();
        int first = prefix.reachesBack() ? now - YEARS_MAX : from;
        int last = prefix.reachesOn() ? now : to;
        var any = new ArrayList<Predicate>();
        for (int year = Math.max(first, now - YEARS_MAX); year <= Math.min(last, now); year++) {
            any.add(new Predicate.Value(ordinals, "y:" + year));
        }
        return new Predicate.Any(any);
    }

    /// What a range must be like, as far as the index knows: whether it meets what is asked, what is above and what is
    /// below.
    private static Predicate ranged(SearchParameter parameter, Prefix prefix, long low, long high) {
        var ordinals = parameter.ordinals();
        var inside = new Predicate.Meets(ordinals, low, high);
        var above = high < Decimals.MOST ? new Predicate.Meets(ordinals, high + 1, Decimals.MOST) : Predicate.nothing();
        var below = low > 0 ? new Predicate.Meets(ordinals, 0, low - 1) : Predicate.nothing();
        if (parameter.repeats()) {
            return switch (prefix) {
                case EQ, AP -> inside;
                case NE -> new Predicate.Any(List.of(above, below));
                case GT, SA -> above;
                case LT, EB -> below;
                case GE -> new Predicate.Any(List.of(above, inside));
                case LE -> new Predicate.Any(List.of(below, inside));
            };
        }
        var within = new Predicate.All(List.of(inside, new Predicate.Not(above), new Predicate.Not(below)));
        return switch (prefix) {
            case EQ -> within;
            case AP -> inside;
            case NE -> new Predicate.Any(List.of(above, below));
            case GT -> above;
            case LT -> below;
            case GE -> new Predicate.Any(List.of(above, within));
            case LE -> new Predicate.Any(List.of(below, within));
            case SA -> new Predicate.All(List.of(above, new Predicate.Not(inside), new Predicate.Not(below)));
            case EB -> new Predicate.All(List.of(below, new Predicate.Not(inside), new Predicate.Not(above)));
        };
    }

    private Predicate amount(SearchParameter parameter, String value) {
        var words = Escapes.split(value, '|');
        var prefix = Prefix.of(words.getFirst());
        var number = Leaves.decimal(Prefix.rest(words.getFirst()))
                .filter(_ -> words.size() <= (parameter.kind() == Kind.NUMBER ? 1 : QUANTITY_WORDS))
                .orElseThrow(() -> new Refused(new Problem.Invalid(
                        parameter.code(), "a number, for a quantity also [number]|[system]|[code]")));
        var half = prefix == Prefix.AP
                ? number.abs().movePointLeft(1).max(Decimals.halfStep(number))
                : Decimals.halfStep(number);
        boolean around = prefix == Prefix.EQ || prefix == Prefix.NE || prefix == Prefix.AP;
        long low = Decimals.low(around ? number.subtract(half) : number);
        long high = Decimals.high(around ? number.add(half) : number);
        var ordinals = parameter.ordinals();
        Predicate index = switch (prefix) {
            case EQ, AP -> new Predicate.Meets(ordinals, low, high);
            case NE -> new Predicate.Meets(ordinals, 0, Decimals.MOST);
            case GT, GE, SA -> new Predicate.Meets(ordinals, low, Decimals.MOST);
            case LT, LE, EB -> new Predicate.Meets(ordinals, 0, high);
        };
        return new Predicate.Checked(index, checks.amount(parameter, new Checks.Asked(prefix, number, half, words)));
    }

    private static Predicate uri(SearchParameter parameter, String modifier, String uri) {
        var ordinals = parameter.ordinals();
        boolean listed = parameter.expressions().stream().allMatch(Extractor::isListed);
        var mark = listed ? "|" : "u:";
        return switch (modifier) {
            case "" -> new Predicate.Value(ordinals, mark + uri);
            case "below" -> {
                var plain = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
                if (listed) {
                    yield new Predicate.Beneath(ordinals, plain);
                }
                yield new Predicate.Any(List.of(
                        new Predicate.Value(ordinals, "u:" + plain),
                        new Predicate.Value(ordinals, "u:" + plain + "/"),
                        new Predicate.Value(ordinals, "b:" + plain)));
            }
            case "above" -> {
                var any = new ArrayList<Predicate>();
                any.add(new Predicate.Value(ordinals, mark + uri));
                int start = uri.indexOf("://") + 3;
                for (int at = uri.lastIndexOf('/'); at > start; at = uri.lastIndexOf('/', at - 1)) {
                    any.add(new Predicate.Value(ordinals, mark + uri.substring(0, at)));
                    any.add(new Predicate.Value(ordinals, mark + uri.substring(0, at + 1)));
                }
                yield new Predicate.Any(any);
            }
            default -> throw unserved(parameter, modifier);
        };
    }

    private Predicate composite(SearchParameter parameter, String value) {
        var values = Escapes.split(value, '$');
        if (values.size() != parameter.parts().size()) {
            throw new Refused(
                    new Problem.Invalid(parameter.code(), parameter.parts().size() + " values with '$' between them"));
        }
        var narrow = new ArrayList<Predicate>();
        for (int at = 0; at < values.size(); at++) {
            var part = parameter.parts().get(at).parameter();
            narrow.add(of(part, "", values.get(at)));
        }
        var all = new Predicate.All(narrow);
        return parameter.isOfResource() ? all : new Predicate.Checked(all, checks.composite(parameter, values));
    }
}
