package io.carekeep.store.oracle;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Reference;

/// Decides one record after the other whether it is what a query asks for. Slow, and written from the specification
/// without a look at the compiled search.
final class BruteForce {

    private static final Set<String> SPECIAL = Set.of("_id", "_lastUpdated", "_list");
    private static final Set<String> PREFIXES = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

    private final OfficialParameters parameters;
    private final Extraction extraction;
    private final ZoneId zone;
    private final Clock clock;

    BruteForce(OfficialParameters parameters, Extraction extraction, ZoneId zone, Clock clock) {
        this.parameters = parameters;
        this.extraction = extraction;
        this.zone = zone;
        this.clock = clock;
    }

    List<Base> values(Known record, Official parameter) {
        return extraction.values(record, parameter);
    }

    /// Whether a record is like this, as far as this world reaches.
    boolean matches(World world, Known record, String name, String value) {
        if (name.startsWith("_has:")) {
            var words = name.split(":", 4);
            var by = parameter(words[1], words[2]);
            return world.of(words[1]).stream()
                    .anyMatch(source -> refers(source, by, record) && matches(world, source, words[3], value));
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            return chained(world, record, name.substring(0, dot), name.substring(dot + 1), value);
        }
        var words = name.split(":", 2);
        var modifier = words.length > 1 ? words[1] : "";
        if (SPECIAL.contains(words[0])) {
            return split(value, ',').stream().anyMatch(each -> special(world, record, words[0], each));
        }
        var parameter = parameter(record.type(), words[0]);
        return switch (modifier) {
            case "missing" -> values(record, parameter).isEmpty() == value.equals("true");
            case "not" -> !any(world, record, parameter, "", value);
            case "not-in" -> !any(world, record, parameter, "in", value);
            default -> any(world, record, parameter, modifier, value);
        };
    }

    private Official parameter(String type, String code) {
        return parameters.find(type, code).orElseThrow(() -> new IllegalArgumentException(type + "." + code));
    }

    /// Whether a record refers to another by this parameter.
    boolean refers(Known source, Official by, Known target) {
        boolean may = by.targets().isEmpty() || by.targets().contains(target.type());
        return may
                && values(source, by).stream()
                        .flatMap(value -> World.address(value).stream())
                        .anyMatch(target.address()::equals);
    }

    private boolean chained(World world, Known record, String head, String rest, String value) {
        var words = head.split(":", 2);
        var by = parameter(record.type(), words[0]);
        return values(record, by).stream()
                .flatMap(each -> world.target(each).stream())
                .filter(target -> words.length < 2 || words[1].equals(target.type()))
                .filter(target -> by.targets().isEmpty() || by.targets().contains(target.type()))
                .anyMatch(target -> knows(target.type(), rest) && matches(world, target, rest, value));
    }

    // A chain goes on only to the types that have the rest of it.
    private boolean knows(String type, String rest) {
        var code = rest.split("[:.]", 2)[0];
        return code.equals("_has")
                || SPECIAL.contains(code)
                || parameters.find(type, code).isPresent();
    }

    private boolean special(World world, Known record, String code, String value) {
        return switch (code) {
            case "_id" -> value.equals(record.id());
            case "_lastUpdated" ->
                new Span(record.at(), record.at())
                        .is(prefix(value), Span.of(rest(value), zone), java.time.Instant.EPOCH);
            default ->
                world.find("List/" + value).stream()
                        .flatMap(list -> ((ListResource) list.resource()).getEntry().stream())
                        .flatMap(entry -> World.address(entry.getItem()).stream())
                        .anyMatch(record.address()::equals);
        };
    }

    /// Whether a criterion asks for a ValueSet or CodeSystem that this world doesn't have, or that can't be used.
    static boolean isUndefined(World world, String name, String value) {
        var modifier = name.substring(name.lastIndexOf(':') + 1);
        return split(value, ',').stream().anyMatch(asked -> switch (modifier) {
            case "in", "not-in" -> Terminology.members(world, plain(asked)).isEmpty();
            case "above", "below" ->
                split(asked, '|').size() > 1
                        && Terminology.related(world, plain(asked), modifier).isEmpty();
            default -> false;
        });
    }

    private boolean any(World world, Known record, Official parameter, String modifier, String value) {
        var values = values(record, parameter);
        return split(value, ',').stream()
                .anyMatch(
                        asked -> values.stream().anyMatch(each -> is(world, record, parameter, each, modifier, asked)));
    }

    private boolean is(World world, Known record, Official parameter, Base value, String modifier, String asked) {
        return switch (parameter.kind()) {
            case "string" -> Values.texts(value).stream().anyMatch(text -> string(text, modifier, plain(asked)));
            case "token" -> token(world, value, modifier, asked);
            case "date" -> {
                var span = Span.of(rest(asked), zone);
                yield Values.spans(value, zone).stream()
                        .anyMatch(each -> each.is(prefix(asked), span, clock.instant()));
            }
            case "number", "quantity" -> amount(value, asked);
            case "reference" -> reference(parameter, value, modifier, plain(asked));
            case "uri" -> Values.plain(value).stream().anyMatch(uri -> uri(uri, modifier, plain(asked)));
            case "special" -> Earth.isNear(value, asked);
            case "composite" -> composite(world, record, parameter, value, split(asked, '$'));
            default -> throw new IllegalArgumentException(parameter.kind());
        };
    }

    private static boolean string(String text, String modifier, String asked) {
        return switch (modifier) {
            case "exact" -> text.equals(asked);
            case "contains" -> Values.normal(text).contains(Values.normal(asked));
            default -> Values.startsSo(Values.normal(text), Values.normal(asked));
        };
    }

    private static boolean token(World world, Base value, String modifier, String asked) {
        var words = split(asked, '|').stream().map(BruteForce::plain).toList();
        return switch (modifier) {
            case "text" ->
                Values.labels(value)
                        .anyMatch(text -> Values.startsSo(Values.normal(text), Values.normal(words.getFirst())));
            case "in" ->
                Terminology.members(world, plain(asked)).stream().anyMatch(codes -> Terminology.holds(value, codes));
            case "above", "below" ->
                Terminology.related(world, plain(asked), modifier).stream()
                        .anyMatch(codes -> Terminology.holds(value, codes));
            case "of-type" ->
                value instanceof Identifier identifier
                        && words.get(2).equals(identifier.getValue())
                        && identifier.getType().getCoding().stream()
                                .anyMatch(type -> words.get(0).equals(type.getSystem())
                                        && words.get(1).equals(type.getCode()));
            default ->
                Values.tokens(value).stream()
                        .anyMatch(token -> words.size() == 1
                                ? token.is(null, words.getFirst())
                                : token.is(words.get(0), words.get(1)));
        };
    }

    private static boolean amount(Base value, String asked) {
        var words = split(asked, '|');
        var number = words.getFirst();
        return Values.amounts(value).stream()
                .anyMatch(amount -> amount.is(prefix(number), rest(number))
                        && (words.size() < 3 || amount.hasUnit(plain(words.get(1)), plain(words.get(2)))));
    }

    private static boolean reference(Official parameter, Base value, String modifier, String asked) {
        if (value instanceof CanonicalType canonical) {
            var url = Objects.requireNonNull(canonical.getValue());
            return url.equals(asked) || url.startsWith(asked + "|");
        }
        if (!(value instanceof Reference reference)) {
            return Values.plain(value).contains(asked);
        }
        if (modifier.equals("identifier")) {
            var identifier = reference.getIdentifier();
            var system = identifier.hasSystem() ? identifier.getSystem() : "";
            return identifier.hasValue()
                    && (asked.contains("|")
                            ? asked.equals(system + "|" + identifier.getValue())
                            : asked.equals(identifier.getValue()));
        }
        var address = World.address(value);
        if (address.isEmpty()) {
            return asked.equals(reference.getReference());
        }
        var type = address.get().substring(0, address.get().indexOf('/'));
        boolean may = parameter.targets().isEmpty() || parameter.targets().contains(type);
        var whole = modifier.isEmpty() ? asked : modifier + "/" + asked;
        return may && (address.get().equals(whole) || address.get().equals(type + "/" + whole));
    }

    private static boolean uri(String uri, String modifier, String asked) {
        return switch (modifier) {
            case "below" -> uri.equals(asked) || slash(uri).startsWith(slash(asked));
            case "above" -> uri.equals(asked) || slash(asked).startsWith(slash(uri));
            default -> uri.equals(asked);
        };
    }

    private static String slash(String uri) {
        return uri.endsWith("/") ? uri : uri + "/";
    }

    private boolean composite(World world, Known record, Official parameter, Base element, List<String> asked) {
        for (int at = 0; at < asked.size(); at++) {
            var part = parameter.parts().get(at);
            var value = asked.get(at);
            if (part(record, element, part).stream()
                    .noneMatch(each -> is(world, record, part.parameter(), each, "", value))) {
                return false;
            }
        }
        return true;
    }

    /// What a component of a composite finds in an element.
    List<Base> part(Known record, Base element, Official.Part part) {
        var found = new ArrayList<Base>();
        for (var branch : part.expression().split("\\|")) {
            var path = branch.strip();
            boolean own = path.startsWith("%resource.");
            found.addAll(extraction.evaluate(own ? record.resource() : element, path.replace("%resource.", "")));
        }
        return found;
    }

    static String prefix(String value) {
        return value.length() > 2 && PREFIXES.contains(value.substring(0, 2)) ? value.substring(0, 2) : "eq";
    }

    static String rest(String value) {
        return value.length() > 2 && PREFIXES.contains(value.substring(0, 2)) ? value.substring(2) : value;
    }

    /// Splits at a separator that no backslash stands before.
    static List<String> split(String value, char separator) {
        return List.of(value.split("(?<!\\\\)" + java.util.regex.Pattern.quote(String.valueOf(separator)), -1));
    }

    /// Takes the backslashes out.
    static String plain(String value) {
        return value.replaceAll("\\\\([,$|\\\\])", "$1");
    }

    /// The reference parameters that an include names; `*` names all.
    List<Official> references(String type, String code) {
        return parameters.of(type).stream()
                .filter(each -> each.kind().equals("reference"))
                .filter(each -> code.equals("*") || code.equals(each.code()))
                .toList();
    }

    Optional<Official> find(String type, String code) {
        return parameters.find(type, code);
    }
}
