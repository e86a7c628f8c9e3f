package io.carekeep.store.oracle;

import static io.carekeep.store.oracle.Questions.one;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/// Makes the values of queries out of what records hold: the same, a part of it, or something near it.
final class Asking {

    private static final List<String> PREFIXES =
            List.of("", "", "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

    private final BruteForce force;
    private final World world;

    Asking(BruteForce force, World world) {
        this.force = force;
        this.world = world;
    }

    /// A modifier that the parameter may have.
    String modifier(Random random, Official parameter, Known like) {
        return switch (parameter.kind()) {
            case "string" -> one(random, List.of("", "", "exact", "contains"));
            case "token" -> tokenModifier(random, force.values(like, parameter));
            case "reference" -> referenceModifier(random, force.values(like, parameter));
            case "uri" -> one(random, List.of("", "below", "above"));
            default -> "";
        };
    }

    private static String tokenModifier(Random random, List<Base> values) {
        if (values.stream().anyMatch(each -> each instanceof Identifier identifier && identifier.hasType())) {
            return one(random, List.of("", "not", "of-type"));
        }
        if (random.nextInt(5) == 0
                && values.stream().anyMatch(each -> each instanceof Coding || each instanceof CodeableConcept)) {
            return one(random, List.of("in", "not-in", "above", "below"));
        }
        boolean text = values.stream().flatMap(Values::labels).findAny().isPresent();
        return one(random, text ? List.of("", "not", "text") : List.of("", "", "", "not"));
    }

    private static String referenceModifier(Random random, List<Base> values) {
        if (values.stream().anyMatch(each -> each instanceof Reference reference && reference.hasIdentifier())
                && random.nextInt(3) == 0) {
            return "identifier";
        }
        var types = values.stream()
                .flatMap(each -> World.address(each).stream())
                .map(address -> address.substring(0, address.indexOf('/')))
                .toList();
        return types.isEmpty() || random.nextInt(4) > 0 ? "" : one(random, types);
    }

    /// A value for the parameter, from a record if it has one.
    String value(Random random, Official parameter, String modifier, Known like) {
        if (modifier.equals("in") || modifier.equals("not-in")) {
            return valueSet(random);
        }
        var values = force.values(like, parameter);
        var value = values.isEmpty() ? null : one(random, values);
        return switch (parameter.kind()) {
            case "string" -> string(random, modifier, value);
            case "token" -> token(random, modifier, value);
            case "date" -> one(random, PREFIXES) + date(random, value);
            case "number" -> one(random, PREFIXES) + number(random, value);
            case "quantity" -> one(random, PREFIXES) + quantity(random, value);
            case "reference" -> reference(random, modifier, value);
            case "uri" -> escaped(uri(random, modifier, value));
            case "composite" -> composite(random, parameter, like, value);
            case "special" -> Earth.near(random, value);
            default -> throw new IllegalArgumentException(parameter.kind());
        };
    }

    /// With backslashes before what would separate values.
    static String escaped(String text) {
        return text.replaceAll("([,$|\\\\])", "\\\\$1");
    }

    private static String string(Random random, String modifier, @Nullable Base value) {
        var texts = value == null ? List.<String>of() : Values.texts(value);
        var text = texts.isEmpty() ? "Testtext" : one(random, texts);
        if (modifier.equals("exact")) {
            return escaped(random.nextInt(4) == 0 ? text.toUpperCase(Locale.ROOT) : text);
        }
        int from =
                modifier.equals("contains") ? random.nextInt(Math.max(1, text.length() - 3)) : wordStart(random, text);
        int least = modifier.equals("contains") ? 3 : 1;
        var part = text.substring(from);
        int length = Math.min(part.length(), least + random.nextInt(12));
        part = part.substring(0, length).strip();
        part = part.length() < least ? text : part;
        return escaped(random.nextBoolean() ? part.toUpperCase(Locale.ROOT) : Values.normal(part));
    }

    private static int wordStart(Random random, String text) {
        int space = text.indexOf(' ');
        return space > 0 && space < text.length() - 1 && random.nextBoolean() ? space + 1 : 0;
    }

    private static String token(Random random, String modifier, @Nullable Base value) {
        if (modifier.equals("of-type") && value instanceof Identifier identifier && identifier.hasType()) {
            var type = identifier.getType().getCodingFirstRep();
            return type.getSystem() + "|" + type.getCode() + "|" + escaped(identifier.getValue());
        }
        if (modifier.equals("text")) {
            return label(
                    random,
                    value == null ? List.of("body") : Values.labels(value).toList());
        }
        var tokens = value == null ? List.<Token>of() : Values.tokens(value);
        if (modifier.equals("of-type")) {
            return "urn:example:kinds|MR|TEST-1";
        }
        if (tokens.isEmpty()) {
            return modifier.isEmpty() || modifier.equals("not") ? "no-such-code" : "urn:example:a|no-such-code";
        }
        var token = one(random, tokens);
        var code = escaped(token.code());
        if (modifier.equals("above") || modifier.equals("below")) {
            return token.system().isEmpty() ? "urn:example:a|" + code : token.system() + "|" + code;
        }
        return switch (token.kind()) {
            case PLAIN -> one(random, List.of(code, code, "|" + code));
            case CODE -> one(random, List.of(code, code, "|" + code));
            case CODING ->
                one(
                        random,
                        token.system().isEmpty()
                                ? List.of(code, "|" + code, "urn:example:a|" + code)
                                : List.of(code, token.system() + "|" + code, token.system() + "|", "|" + code));
        };
    }

    private static String label(Random random, List<String> labels) {
        var label = labels.isEmpty() ? "body" : one(random, labels);
        var words = Values.normal(label).substring(wordStart(random, Values.normal(label)));
        return escaped(words.substring(0, Math.min(words.length(), 1 + random.nextInt(9)))
                .strip());
    }

    private String valueSet(Random random) {
        var sets = world.of("ValueSet");
        if (sets.isEmpty()) {
            return "ValueSet/nobody";
        }
        var set = (ValueSet) one(random, sets).resource();
        return escaped(
                switch (random.nextInt(3)) {
                    case 0 -> set.getUrl();
                    case 1 -> set.getUrl() + "|" + (set.hasVersion() ? set.getVersion() : "1");
                    default -> "ValueSet/" + set.getIdElement().getIdPart();
                });
    }

    private static String date(Random random, @Nullable Base value) {
        var text = Objects.requireNonNullElse(value == null ? null : written(random, value), "2024-03-10");
        if (text.length() > 10 && random.nextInt(3) == 0) {
            var zone = random.nextInt(4) == 0 ? "" : zone(text);
            return text.substring(0, one(random, List.of(16, 19))) + zone;
        }
        int length = one(random, List.of(4, 7, 10, 40));
        var asked = text.substring(0, Math.min(length, text.length()));
        return random.nextInt(5) == 0 && !asked.contains("02-29")
                ? asked.replace("2024", "2023").replace("1970", "1971")
                : asked;
    }

    private static String zone(String text) {
        return text.endsWith("Z") ? "Z" : text.substring(text.length() - 6);
    }

    private static @Nullable String written(Random random, Base value) {
        return switch (value) {
            case BaseDateTimeType date -> date.getValueAsString();
            case Period period ->
                random.nextBoolean() && period.hasStart()
                        ? period.getStartElement().getValueAsString()
                        : period.getEndElement().getValueAsString();
            case Timing timing ->
                timing.hasEvent()
                        ? one(random, timing.getEvent()).getValueAsString()
                        : timing.getRepeat().hasBoundsPeriod()
                                ? written(random, timing.getRepeat().getBoundsPeriod())
                                : null;
            default -> null;
        };
    }

    private static String number(Random random, @Nullable Base value) {
        var amounts = value == null ? List.<Amount>of() : Values.amounts(value);
        var number = amounts.isEmpty()
                ? new java.math.BigDecimal("5")
                : amounts.getFirst().low();
        if (number.compareTo(Amount.LEAST) == 0) {
            number = amounts.getFirst().high();
        }
        return switch (random.nextInt(6)) {
            case 0 -> number.add(new java.math.BigDecimal("0.5")).toPlainString();
            case 1 -> number.add(new java.math.BigDecimal("0.05")).toPlainString();
            case 2 -> number.setScale(0, java.math.RoundingMode.HALF_UP).toPlainString();
            default -> number.toPlainString();
        };
    }

    private static String quantity(Random random, @Nullable Base value) {
        var number = number(random, value);
        var amounts = value == null ? List.<Amount>of() : Values.amounts(value);
        if (amounts.isEmpty()) {
            return number;
        }
        var system = Objects.requireNonNullElse(amounts.getFirst().system(), "");
        var code = Objects.requireNonNullElse(amounts.getFirst().code(), "");
        var unit = Objects.requireNonNullElse(amounts.getFirst().unit(), code);
        return one(
                random,
                List.of(
                        number,
                        number + "|" + escaped(system) + "|" + escaped(code),
                        number + "||" + escaped(code),
                        number + "||" + escaped(unit),
                        number + "|" + escaped(system) + "|mg"));
    }

    private static String reference(Random random, String modifier, @Nullable Base value) {
        if (value instanceof CanonicalType canonical) {
            var url = Objects.requireNonNull(canonical.getValue());
            return escaped(url.contains("|") && random.nextBoolean() ? url.substring(0, url.indexOf('|')) : url);
        }
        if (!(value instanceof Reference reference)) {
            return value == null || Values.plain(value).isEmpty()
                    ? "nobody"
                    : Values.plain(value).getFirst();
        }
        if (modifier.equals("identifier")) {
            var identifier = reference.getIdentifier();
            return !identifier.hasValue()
                    ? "urn:example:a|nothing"
                    : random.nextBoolean()
                            ? identifier.getValue()
                            : (identifier.hasSystem() ? identifier.getSystem() : "") + "|" + identifier.getValue();
        }
        var address = World.address(value);
        if (address.isEmpty()) {
            var literal = reference.getReference();
            return modifier.isEmpty() && literal != null && literal.contains(":") ? escaped(literal) : "nobody";
        }
        var id = address.get().substring(address.get().indexOf('/') + 1);
        return modifier.isEmpty() && random.nextBoolean() ? address.get() : id;
    }

    private static String uri(Random random, String modifier, @Nullable Base value) {
        var uri = value == null ? "http://a.example/p" : Values.plain(value).getFirst();
        int slash = uri.lastIndexOf('/');
        return switch (modifier) {
            case "below" -> slash > 8 && random.nextBoolean() ? uri.substring(0, slash + random.nextInt(2)) : uri;
            case "above" -> uri + one(random, List.of("", "/", "/more/and", "more"));
            default -> random.nextInt(4) == 0 ? uri + "/" : uri;
        };
    }

    private String composite(Random random, Official parameter, Known like, @Nullable Base element) {
        var values = new ArrayList<String>();
        for (var part : parameter.parts()) {
            var found = element == null ? List.<Base>of() : force.part(like, element, part);
            var value = found.isEmpty() ? null : one(random, found);
            values.add(
                    switch (part.parameter().kind()) {
                        case "string" -> string(random, "", value);
                        case "token" -> token(random, "", value);
                        case "date" -> one(random, PREFIXES) + date(random, value);
                        case "number" -> one(random, PREFIXES) + number(random, value);
                        case "quantity" -> one(random, PREFIXES) + quantity(random, value);
                        case "reference" -> reference(random, "", value);
                        default -> escaped(uri(random, "", value));
                    });
        }
        return String.join("$", values);
    }
}
