package io.carekeep.store.oracle;

import java.text.Normalizer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/// Reads data types as each kind of parameter sees them: https://hl7.org/fhir/R4/search.html#table.
final class Values {

    private Values() {}

    /// Without case, accents and repeated spaces.
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /// Whether a text or one of its words starts so.
    static boolean startsSo(String text, String asked) {
        for (int at = text.indexOf(asked); at >= 0; at = text.indexOf(asked, at + 1)) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && asked.charAt(0) != ' ') {
                return true;
            }
        }
        return false;
    }

    static List<String> texts(Base value) {
        return switch (value) {
            case HumanName name ->
                texts(
                        Stream.concat(
                                name.getGiven().stream(),
                                Stream.concat(name.getPrefix().stream(), name.getSuffix().stream())),
                        name.getFamily(),
                        name.getText());
            case Address address ->
                texts(
                        address.getLine().stream(),
                        address.getCity(),
                        address.getDistrict(),
                        address.getState(),
                        address.getPostalCode(),
                        address.getCountry(),
                        address.getText());
            case PrimitiveType<?> text -> plain(text);
            default -> List.of();
        };
    }

    private static List<String> texts(Stream<StringType> several, @Nullable String... single) {
        return Stream.concat(several.map(StringType::getValue), Stream.of(single))
                .flatMap(text -> Optional.ofNullable(text).stream())
                .toList();
    }

    static List<String> plain(Base value) {
        return value instanceof PrimitiveType<?> plain && plain.getValueAsString() != null
                ? List.of(plain.getValueAsString())
                : List.of();
    }

    static List<Token> tokens(Base value) {
        return switch (value) {
            case Coding coding -> coding(coding);
            case CodeableConcept concept ->
                concept.getCoding().stream()
                        .flatMap(each -> coding(each).stream())
                        .toList();
            case Identifier identifier -> token(Token.Kind.CODING, identifier.getSystem(), identifier.getValue(), null);
            case ContactPoint contact -> token(Token.Kind.PLAIN, null, contact.getValue(), null);
            case CodeType code -> token(Token.Kind.CODE, null, code.getValue(), null);
            case Enumeration<?> code -> token(Token.Kind.CODE, null, code.getValueAsString(), null);
            case PrimitiveType<?> plain -> token(Token.Kind.PLAIN, null, plain.getValueAsString(), null);
            default -> List.of();
        };
    }

    /// The words beside a code.
    static Stream<String> labels(Base value) {
        return switch (value) {
            case Coding coding -> Stream.ofNullable(coding.getDisplay());
            case CodeableConcept concept ->
                Stream.concat(
                        concept.getCoding().stream().flatMap(Values::labels), Stream.ofNullable(concept.getText()));
            default -> Stream.of();
        };
    }

    private static List<Token> coding(Coding coding) {
        return token(Token.Kind.CODING, coding.getSystem(), coding.getCode(), coding.getDisplay());
    }

    private static List<Token> token(
            Token.Kind kind, @Nullable String system, @Nullable String code, @Nullable String display) {
        return code == null ? List.of() : List.of(new Token(kind, system == null ? "" : system, code, display));
    }

    static List<Span> spans(Base value, ZoneId zone) {
        return switch (value) {
            case BaseDateTimeType date -> date(date, zone).stream().toList();
            case Period period -> period(period, zone).stream().toList();
            case Timing timing -> timing(timing, zone);
            default -> List.of();
        };
    }

    private static Optional<Span> date(@Nullable BaseDateTimeType date, ZoneId zone) {
        return Optional.ofNullable(date).map(BaseDateTimeType::getValueAsString).map(text -> Span.of(text, zone));
    }

    private static Optional<Span> period(Period period, ZoneId zone) {
        var start = date(period.getStartElement(), zone);
        var end = date(period.getEndElement(), zone);
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(
                        start.map(Span::low).orElse(-Span.OPEN),
                        end.map(Span::high).orElse(Span.OPEN)));
    }

    // "Only the outer limits matter": https://hl7.org/fhir/R4/search.html#date.
    private static List<Span> timing(Timing timing, ZoneId zone) {
        var spans = new ArrayList<Span>();
        timing.getEvent().forEach(each -> date(each, zone).ifPresent(spans::add));
        if (timing.getRepeat().hasBoundsPeriod()) {
            period(timing.getRepeat().getBoundsPeriod(), zone).ifPresent(spans::add);
        }
        return spans.isEmpty()
                ? spans
                : List.of(new Span(
                        spans.stream().mapToLong(Span::low).min().getAsLong(),
                        spans.stream().mapToLong(Span::high).max().getAsLong()));
    }

    static List<Amount> amounts(Base value) {
        return switch (value) {
            case DecimalType number -> List.of(new Amount(number.getValue(), number.getValue(), null, null, null));
            case IntegerType number -> {
                var whole = new java.math.BigDecimal(number.getValue());
                yield List.of(new Amount(whole, whole, null, null, null));
            }
            case Money money
            when money.hasValue() ->
                List.of(new Amount(
                        money.getValue(), money.getValue(), "urn:iso:std:iso:4217", money.getCurrency(), null));
            case Quantity quantity when quantity.hasValue() -> List.of(quantity(quantity));
            case Range range
            when range.hasLow() || range.hasHigh() -> {
                var unit = range.hasLow() ? range.getLow() : range.getHigh();
                yield List.of(new Amount(
                        range.hasLow() ? range.getLow().getValue() : Amount.LEAST,
                        range.hasHigh() ? range.getHigh().getValue() : Amount.MOST,
                        unit.getSystem(),
                        unit.getCode(),
                        unit.getUnit()));
            }
            default -> List.of();
        };
    }

    private static Amount quantity(Quantity quantity) {
        var comparator = quantity.hasComparator() ? quantity.getComparator().toCode() : "";
        return new Amount(
                comparator.startsWith("<") ? Amount.LEAST : quantity.getValue(),
                comparator.startsWith(">") ? Amount.MOST : quantity.getValue(),
                quantity.getSystem(),
                quantity.getCode(),
                quantity.getUnit());
    }

    static boolean isTrue(Base value) {
        return value instanceof BooleanType truth && truth.booleanValue();
    }
}
