package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Decimal;
import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Value;
import io.carekeep.fhir.path.Item.Whole;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions that turn one type of value into another: https://hl7.org/fhirpath/N1/#conversion.
final class Conversion {

    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1", "1.0");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "0", "0.0");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,200}(?:\\.\\d{1,190})?");
    private static final Pattern QUANTITY =
            Pattern.compile("([+-]?\\d{1,200}(?:\\.\\d{1,190})?)\\s*(?:'([^']+)'|([a-zA-Z]+))?");

    private Conversion() {}

    /// One conversion; null when the value can't be converted.
    @FunctionalInterface
    private interface Converter {
        @Nullable
        Value convert(Value value);
    }

    static Map<String, Function> functions() {
        var functions = new HashMap<String, Function>();
        add(functions, "Boolean", Conversion::toBoolean);
        add(functions, "Integer", Conversion::toInteger);
        add(functions, "Decimal", Conversion::toDecimal);
        add(functions, "String", Conversion::toText);
        add(functions, "Quantity", Conversion::toQuantity);
        add(functions, "Date", value -> toMoment(value, Moment.Kind.DATE));
        add(functions, "DateTime", value -> toMoment(value, Moment.Kind.DATE_TIME));
        add(functions, "Time", value -> toMoment(value, Moment.Kind.TIME));
        functions.put("toQuantity", Function.of(0, 1, (focus, arguments, scope) -> {
            var value = Singles.value(focus);
            var converted = value == null ? null : toQuantity(value);
            if (!(converted instanceof Amount amount) || arguments.isEmpty()) {
                return converted == null ? Items.None.NONE : converted;
            }
            return inUnit(amount, Singles.text(scope.argument(arguments.getFirst())));
        }));
        return functions;
    }

    private static void add(Map<String, Function> functions, String type, Converter converter) {
        functions.put("to" + type, Function.of0(focus -> {
            var value = Singles.value(focus);
            var converted = value == null ? null : converter.convert(value);
            return converted == null ? Items.None.NONE : converted;
        }));
        functions.put("convertsTo" + type, Function.of0(focus -> {
            var value = Singles.value(focus);
            return value == null ? Items.None.NONE : Truth.of(converter.convert(value) != null);
        }));
    }

    private static Items inUnit(Amount amount, @Nullable String unit) {
        if (unit == null) {
            return amount;
        }
        var number = Units.converted(new Amount(BigDecimal.ONE, unit, false), amount);
        return number == null ? Items.None.NONE : new Amount(number, unit, false);
    }

    private static @Nullable Value toBoolean(Value value) {
        if (value instanceof Text(var text)) {
            var word = text.toLowerCase(Locale.ROOT);
            return YES.contains(word) ? Truth.TRUE : NO.contains(word) ? Truth.FALSE : null;
        }
        var number = Equality.number(value);
        if (number != null) {
            boolean one = number.compareTo(BigDecimal.ONE) == 0;
            return one || number.signum() == 0 ? Truth.of(one) : null;
        }
        return value instanceof Truth ? value : null;
    }

    private static @Nullable Value toInteger(Value value) {
        return switch (value) {
            case Whole whole -> whole;
            case Truth truth -> new Whole(truth == Truth.TRUE ? 1 : 0);
            case Text(var text) -> {
                if (!INTEGER.matcher(text).matches()) {
                    yield null;
                }
                long number = Long.parseLong(text);
                yield number == (int) number ? new Whole((int) number) : null;
            }
            case Decimal _, Amount _, Time _, Item.TypeName _ -> null;
        };
    }

    private static @Nullable Value toDecimal(Value value) {
        return switch (value) {
            case Whole(var number) -> new Decimal(BigDecimal.valueOf(number));
            case Decimal decimal -> decimal;
            case Truth truth -> new Decimal(truth == Truth.TRUE ? BigDecimal.ONE : BigDecimal.ZERO);
            case Text(var text) -> DECIMAL.matcher(text).matches() ? new Decimal(Numbers.decimal(text)) : null;
            case Amount _, Time _, Item.TypeName _ -> null;
        };
    }

    private static @Nullable Value toText(Value value) {
        return value instanceof Item.TypeName ? null : new Text(value.text());
    }

    private static @Nullable Value toQuantity(Value value) {
        return switch (value) {
            case Amount amount -> amount;
            case Truth truth -> new Amount(truth == Truth.TRUE ? BigDecimal.ONE : BigDecimal.ZERO, "1", false);
            case Whole _, Decimal _ -> Equality.amount(value);
            case Text(var text) -> quantity(text);
            case Time _, Item.TypeName _ -> null;
        };
    }

    private static @Nullable Value quantity(String text) {
        var match = QUANTITY.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var number = Numbers.decimal(match.group(1));
        String unit = match.group(2);
        String word = match.group(3);
        if (word != null) {
            return Units.isCalendarWord(word) ? new Amount(number, word, true) : null;
        }
        return new Amount(number, unit == null ? "1" : unit, false);
    }

    private static @Nullable Value toMoment(Value value, Moment.Kind kind) {
        var moment = switch (value) {
            case Time(var own) -> own;
            case Text(var text) -> kind == Moment.Kind.TIME ? Moment.time(text) : Moment.dateOrDateTime(text);
            case Truth _, Whole _, Decimal _, Amount _, Item.TypeName _ -> null;
        };
        if (moment == null || (kind == Moment.Kind.TIME) != (moment.kind() == Moment.Kind.TIME)) {
            return null;
        }
        return new Time(Moments.as(moment, kind));
    }
}
