package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// An element of a document.
/// @param node its value in the tape, or [Json#NONE] when a primitive has no value
/// @param sibling the object that holds a primitive's id and extensions, or [Json#NONE]
public record Node(Json doc, int node, int sibling, TypeModel.Type type) implements Item {

    /// A resource in a document, or null when it doesn't name a type of FHIR.
    public static @Nullable Node resource(Json doc, int node, TypeModel model) {
        var type = Children.resourceType(doc, node, model);
        return type == null ? null : new Node(doc, node, Json.NONE, type);
    }

    /// The node whose children are this element's children, or [Json#NONE].
    int holder() {
        return type.isPrimitive() ? sibling : node;
    }

    /// Whether this is a primitive with a value.
    boolean hasValue() {
        return type.isPrimitive() && node != Json.NONE && doc.kind(node) != Json.Kind.NULL;
    }

    @Override
    public @Nullable Value value() {
        if (type.isPrimitive()) {
            return hasValue() ? primitive() : null;
        }
        return type.isA("Quantity") ? quantity() : null;
    }

    private @Nullable Value primitive() {
        return switch (doc.kind(node)) {
            case TRUE -> Truth.TRUE;
            case FALSE -> Truth.FALSE;
            case NUMBER -> number(doc.text(node));
            case STRING -> string(doc.text(node));
            case OBJECT, ARRAY, NULL -> null;
        };
    }

    private Value number(String text) {
        if (!type.name().equals("decimal")) {
            try {
                return new Whole(Integer.parseInt(text));
            } catch (NumberFormatException _) {
                // not an integer, whatever the definition says: the validator tells that
            }
        }
        return new Decimal(Numbers.decimal(text));
    }

    private Value string(String text) {
        var moment = switch (type.name()) {
            case "date", "dateTime", "instant" -> Moment.dateOrDateTime(text);
            case "time" -> Moment.time(text);
            default -> null;
        };
        if (moment == null) {
            return new Text(text);
        }
        boolean date = type.name().equals("date") || moment.kind() == Moment.Kind.TIME;
        var kind = date ? moment.kind() : Moment.Kind.DATE_TIME;
        return new Time(new Moment(kind, moment.local(), moment.precision(), moment.fraction(), moment.offset()));
    }

    private @Nullable Value quantity() {
        int number = node == Json.NONE ? Json.NONE : doc.get(node, "value");
        if (number == Json.NONE || doc.kind(number) != Json.Kind.NUMBER) {
            return null;
        }
        BigDecimal value = Numbers.decimal(doc.text(number));
        String code = doc.text(node, "code");
        boolean ucum = Units.UCUM.equals(doc.text(node, "system"));
        String unit = code == null ? doc.text(node, "unit") : code;
        if (unit == null) {
            return new Amount(value, "1", false);
        }
        return new Amount(value, ucum || code == null ? unit : doc.text(node, "system") + "|" + code, false);
    }
}
