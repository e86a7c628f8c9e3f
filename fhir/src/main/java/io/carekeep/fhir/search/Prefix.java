package io.carekeep.fhir.search;

import java.util.Locale;

/// How a date or number is compared: https://hl7.org/fhir/R4/search.html#prefix.
enum Prefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB,
    AP;

    private static final int LENGTH = 2;

    /// The prefix of a value; `eq` when it has none.
    static Prefix of(String value) {
        if (value.length() > LENGTH) {
            var start = value.substring(0, LENGTH).toUpperCase(Locale.ROOT);
            for (var prefix : values()) {
                if (prefix.name().equals(start) && value.startsWith(start.toLowerCase(Locale.ROOT))) {
                    return prefix;
                }
            }
        }
        return EQ;
    }

    /// The value without its prefix.
    static String rest(String value) {
        boolean written = of(value) != EQ || value.startsWith("eq");
        return written && value.length() > LENGTH ? value.substring(LENGTH) : value;
    }

    /// Whether the index decides even when a resource has several values.
    boolean exactWhenRepeated() {
        return this == GT || this == LT || this == NE || this == AP;
    }

    boolean reachesBack() {
        return this == LT || this == LE || this == EB || this == NE;
    }

    boolean reachesOn() {
        return this == GT || this == GE || this == SA || this == NE;
    }
}
