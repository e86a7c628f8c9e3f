package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the values of data types as each type of parameter sees them: https://hl7.org/fhir/R4/search.html#table.
final class Leaves {

    /// A number or quantity, its unit as written.
    record Amount(
            BigDecimal low,
            BigDecimal high,
            @Nullable String system,
            @Nullable String code,
            @Nullable String unit) {}

    private static final BigDecimal LEAST = new BigDecimal("-1e300");
    private static final BigDecimal MOST = new BigDecimal("1e300");
    private static final int DIGITS_MAX = 100;

    private final ZoneId zone;

    Leaves(ZoneId zone) {
        this.zone = zone;
    }

    void strings(Json doc, int node, String typeCode, Consumer<String> sink) {
        if (doc.kind(node) != Json.Kind.OBJECT) {
            sink.accept(doc.text(node));
            return;
        }
        for (int child = doc.first(node); child != Json.NONE; child = doc.next(child, node)) {
            var name = doc.nameText(child);
            boolean searched = switch (typeCode) {
                case "HumanName" -> name != null && HUMAN_NAME.contains(name);
                case "Address" -> name != null && ADDRESS.contains(name);
                default -> false;
            };
            if (searched && doc.kind(child) == Json.Kind.ARRAY) {
                for (int item = doc.first(child); item != Json.NONE; item = doc.next(item, child)) {
                    text(doc, item, sink);
                }
            } else if (searched) {
                text(doc, child, sink);
            }
        }
    }

    private static final java.util.Set<String> HUMAN_NAME =
            java.util.Set.of("family", "given", "prefix", "suffix", "text");
    private static final java.util.Set<String> ADDRESS =
            java.util.Set.of("line", "city", "district", "state", "postalCode", "country", "text");

    private static void text(Json doc, int node, Consumer<String> sink) {
        if (doc.kind(node) == Json.Kind.STRING) {
            sink.accept(doc.text(node));
        }
    }

    void tokens(Json doc, int node, String typeCode, int ordinal, IndexSink sink) {
        switch (typeCode) {
            case "Coding" -> Codings.coding(doc, node, ordinal, sink);
            case "CodeableConcept" -> Codings.concept(doc, node, ordinal, sink);
            case "Identifier" -> identifier(doc, node, ordinal, sink);
            case "ContactPoint" -> {
                var value = doc.text(node, "value");
                if (value != null) {
                    sink.value(ordinal, "=" + value);
                }
            }
            case "code", "boolean" -> sink.coding(ordinal, "", doc.text(node), null);
            default -> {
                if (doc.kind(node) != Json.Kind.OBJECT) {
                    sink.value(ordinal, "=" + doc.text(node));
                }
            }
        }
    }

    private static void identifier(Json doc, int node, int ordinal, IndexSink sink) {
        var value = doc.text(node, "value");
        if (value == null) {
            return;
        }
        var system = doc.text(node, "system");
        sink.value(ordinal, "=" + value);
        sink.value(ordinal, (system == null ? "" : system) + "|" + value);
        if (system != null) {
            sink.value(ordinal, system + "|");
        }
        int type = doc.get(node, "type");
        int codings = type == Json.NONE ? Json.NONE : doc.get(type, "coding");
        if (codings != Json.NONE) {
            for (int each = doc.first(codings); each != Json.NONE; each = doc.next(each, codings)) {
                sink.value(ordinal, "t:" + doc.text(each, "system") + "|" + doc.text(each, "code") + "|" + value);
            }
        }
    }

    void references(Json doc, int node, String typeCode, int ordinal, IndexSink sink) {
        if (doc.kind(node) != Json.Kind.OBJECT) {
            canonical(doc.text(node), ordinal, sink);
            return;
        }
        var reference = doc.text(node, "reference");
        if (reference != null && !reference.startsWith("#")) {
            sink.reference(ordinal, doc, node, reference);
        }
        int identifier = doc.get(node, "identifier");
        if (typeCode.equals("Reference") && identifier != Json.NONE) {
            var value = doc.text(identifier, "value");
            var system = doc.text(identifier, "system");
            if (value != null) {
                sink.value(ordinal, "i:" + (system == null ? "" : system) + "|" + value);
                sink.value(ordinal, "i=" + value);
            }
        }
    }

    private static void canonical(String url, int ordinal, IndexSink sink) {
        sink.value(ordinal, "u:" + url);
        int version = url.indexOf('|');
        if (version > 0) {
            sink.value(ordinal, "u:" + url.substring(0, version));
        }
    }

    void uris(Json doc, int node, Consumer<String> sink) {
        text(doc, node, sink);
    }

    void dates(Json doc, int node, String typeCode, Consumer<Dates.Span> sink) {
        switch (typeCode) {
            case "Period" -> period(doc, node, sink);
            case "Timing" -> timing(doc, node, sink);
            default -> {
                if (doc.kind(node) == Json.Kind.STRING) {
                    Dates.span(doc.text(node), zone).ifPresent(sink);
                }
            }
        }
    }

    // "Only the outer limits matter": https://hl7.org/fhir/R4/search.html#date.
    private void timing(Json doc, int node, Consumer<Dates.Span> sink) {
        var spans = new ArrayList<Dates.Span>();
        int events = doc.get(node, "event");
        if (events != Json.NONE) {
            for (int each = doc.first(events); each != Json.NONE; each = doc.next(each, events)) {
                Dates.span(doc.text(each), zone).ifPresent(spans::add);
            }
        }
        int repeat = doc.get(node, "repeat");
        int bounds = repeat == Json.NONE ? Json.NONE : doc.get(repeat, "boundsPeriod");
        if (bounds != Json.NONE) {
            period(doc, bounds, spans::add);
        }
        spans.stream()
                .reduce((one, other) ->
                        new Dates.Span(Math.min(one.low(), other.low()), Math.max(one.high(), other.high())))
                .ifPresent(sink);
    }

    private void period(Json doc, int node, Consumer<Dates.Span> sink) {
        var start = doc.text(node, "start");
        var end = doc.text(node, "end");
        if (start == null && end == null) {
            return;
        }
        long low = start == null
                ? Long.MIN_VALUE / 2
                : Dates.span(start, zone).map(Dates.Span::low).orElse(Long.MIN_VALUE / 2);
        long high = end == null
                ? Long.MAX_VALUE / 2
                : Dates.span(end, zone).map(Dates.Span::high).orElse(Long.MAX_VALUE / 2);
        sink.accept(new Dates.Span(Math.min(low, high), Math.max(low, high)));
    }

    void numbers(Json doc, int node, String typeCode, Consumer<Amount> sink) {
        if (doc.kind(node) != Json.Kind.OBJECT) {
            decimal(doc.text(node)).ifPresent(number -> sink.accept(new Amount(number, number, null, null, null)));
            return;
        }
        if (typeCode.equals("Range")) {
            int low = doc.get(node, "low");
            int high = doc.get(node, "high");
            int unit = low != Json.NONE ? low : high;
            if (unit != Json.NONE) {
                sink.accept(new Amount(
                        bound(doc, low, LEAST),
                        bound(doc, high, MOST),
                        doc.text(unit, "system"),
                        doc.text(unit, "code"),
                        doc.text(unit, "unit")));
            }
            return;
        }
        var value = doc.text(node, "value");
        if (value != null) {
            decimal(value).ifPresent(number -> sink.accept(quantity(doc, node, typeCode, number)));
        }
    }

    private static Amount quantity(Json doc, int node, String typeCode, BigDecimal number) {
        var comparator = doc.text(node, "comparator");
        var low = "<".equals(comparator) || "<=".equals(comparator) ? LEAST : number;
        var high = ">".equals(comparator) || ">=".equals(comparator) ? MOST : number;
        boolean money = typeCode.equals("Money");
        return new Amount(
                low,
                high,
                money ? "urn:iso:std:iso:4217" : doc.text(node, "system"),
                money ? doc.text(node, "currency") : doc.text(node, "code"),
                doc.text(node, "unit"));
    }

    private static BigDecimal bound(Json doc, int quantity, BigDecimal open) {
        var value = quantity == Json.NONE ? null : doc.text(quantity, "value");
        return value == null ? open : decimal(value).orElse(open);
    }

    /// A decimal; empty when it is none or longer than anybody means.
    static Optional<BigDecimal> decimal(String text) {
        if (text.length() > DIGITS_MAX) {
            return Optional.empty();
        }
        try {
            var number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > DIGITS_MAX ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// The day of a moment.
    String day(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate().toString();
    }

    /// Whether a reference may count under a parameter, which may share its path with one that leads to more types.
    static boolean leads(SearchParameter parameter, Json doc, int node) {
        if (doc.kind(node) != Json.Kind.OBJECT || parameter.targets().isEmpty()) {
            return true;
        }
        var reference = doc.text(node, "reference");
        if (reference == null) {
            return true;
        }
        var type = referenceType(reference);
        return type.isEmpty() || parameter.targets().contains(type.get());
    }

    /// The type that a literal reference names, if it names one.
    static Optional<ResourceType> referenceType(String reference) {
        int end = reference.indexOf('?');
        if (end < 0) {
            int history = reference.indexOf("/_history/");
            var plain = history < 0 ? reference : reference.substring(0, history);
            end = plain.lastIndexOf('/');
        }
        if (end <= 0) {
            return Optional.empty();
        }
        int from = reference.lastIndexOf('/', end - 1) + 1;
        return ResourceType.of(reference.substring(from, end));
    }
}
