package io.carekeep.fhir.path;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing in a collection: an element of a document, or a value of FHIRPath's own types.
public sealed interface Item extends Items permits Item.Value, Node {

    @Override
    default int size() {
        return 1;
    }

    @Override
    default Item at(int place) {
        if (place != 0) {
            throw new IndexOutOfBoundsException(place);
        }
        return this;
    }

    /// A value of FHIRPath's own types.
    sealed interface Value extends Item {
        /// The type's name in the namespace `System`.
        String type();

        /// The value's text, as `toString()` gives it.
        String text();

        @Override
        default Value value() {
            return this;
        }
    }

    /// A boolean.
    enum Truth implements Value {
        TRUE,
        FALSE;

        static Truth of(boolean holds) {
            return holds ? TRUE : FALSE;
        }

        @Override
        public String type() {
            return "Boolean";
        }

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A string.
    record Text(String text) implements Value {
        @Override
        public String type() {
            return "String";
        }
    }

    /// An integer of 32 bits.
    record Whole(int number) implements Value {
        @Override
        public String type() {
            return "Integer";
        }

        @Override
        public String text() {
            return Integer.toString(number);
        }
    }

    /// A decimal; it keeps its digits.
    record Decimal(BigDecimal number) implements Value {
        @Override
        public String type() {
            return "Decimal";
        }

        @Override
        public String text() {
            return number.toPlainString();
        }
    }

    /// A quantity.
    /// @param unit a UCUM unit, or a calendar word such as `day`
    /// @param calendar whether the unit is a calendar word
    record Amount(BigDecimal number, String unit, boolean calendar) implements Value {
        @Override
        public String type() {
            return "Quantity";
        }

        @Override
        public String text() {
            return number.toPlainString() + (calendar ? " " + unit : " '" + unit + "'");
        }
    }

    /// A date, a date with time, or a time.
    record Time(Moment moment) implements Value {
        @Override
        public String type() {
            return moment.kind().typeName();
        }

        @Override
        public String text() {
            return moment.text();
        }
    }

    /// What `type()` gives.
    record TypeName(String namespace, String name) implements Value {
        @Override
        public String type() {
            return "SimpleTypeInfo";
        }

        @Override
        public String text() {
            return namespace + "." + name;
        }
    }

    /// The value of FHIRPath's own types that this item is or holds, or null for an element without one.
    @Nullable
    Value value();
}
