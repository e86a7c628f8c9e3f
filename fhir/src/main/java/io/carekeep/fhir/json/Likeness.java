package io.carekeep.fhir.json;

import java.math.BigDecimal;

/// Compares two JSON values by what they mean: the order of properties, spaces and escapes don't matter, and
/// numbers are equal when their values are.
public final class Likeness {

    // Longer numbers are compared as text: their value could be too large to hold.
    private static final int NUMBER_MAX = 400;

    private Likeness() {}

    /// Whether two values are the same.
    public static boolean same(Json left, int one, Json right, int other) {
        if (left.kind(one) != right.kind(other)) {
            return false;
        }
        return switch (left.kind(one)) {
            case TRUE, FALSE, NULL -> true;
            case STRING -> left.text(one).equals(right.text(other));
            case NUMBER -> sameNumber(left.text(one), right.text(other));
            case ARRAY -> sameItems(left, one, right, other);
            case OBJECT -> sameProperties(left, one, right, other);
        };
    }

    private static boolean sameNumber(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (one.length() > NUMBER_MAX || other.length() > NUMBER_MAX) {
            return false;
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException _) {
            return false; // an exponent beyond what a decimal can hold
        }
    }

    private static boolean sameItems(Json left, int one, Json right, int other) {
        int item = left.first(one);
        int match = right.first(other);
        while (item != Json.NONE && match != Json.NONE) {
            if (!same(left, item, right, match)) {
                return false;
            }
            item = left.next(item, one);
            match = right.next(match, other);
        }
        return item == match;
    }

    private static boolean sameProperties(Json left, int one, Json right, int other) {
        int count = 0;
        for (int property = left.first(one); property != Json.NONE; property = left.next(property, one)) {
            int match = counterpart(left, property, right, other);
            if (match == Json.NONE || !same(left, property, right, match)) {
                return false;
            }
            count++;
        }
        return count == right.size(other);
    }

    private static int counterpart(Json left, int property, Json right, int object) {
        int name = left.name(property);
        if (name != Names.UNKNOWN && left.names() == right.names()) {
            return right.get(object, name);
        }
        String text = left.nameText(property);
        return text == null ? Json.NONE : right.get(object, text);
    }
}
