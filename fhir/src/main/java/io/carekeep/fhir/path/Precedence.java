package io.carekeep.fhir.path;

import java.util.Map;

/// How tightly operators bind: https://hl7.org/fhirpath/N1/#operator-precedence.
public final class Precedence {

    /// The level of what is no operator.
    public static final int NO_OPERATOR = -1;

    /// The level of the operator that binds least.
    public static final int LOOSEST = 0;

    private static final Map<String, Integer> LEVELS = Map.ofEntries(
            Map.entry("implies", 0),
            Map.entry("or", 1),
            Map.entry("xor", 1),
            Map.entry("and", 2),
            Map.entry("in", 3),
            Map.entry("contains", 3),
            Map.entry("=", 4),
            Map.entry("~", 4),
            Map.entry("!=", 4),
            Map.entry("!~", 4),
            Map.entry("<", 5),
            Map.entry(">", 5),
            Map.entry("<=", 5),
            Map.entry(">=", 5),
            Map.entry("|", 6),
            Map.entry("is", 7),
            Map.entry("as", 7),
            Map.entry("+", 8),
            Map.entry("-", 8),
            Map.entry("&", 8),
            Map.entry("*", 9),
            Map.entry("/", 9),
            Map.entry("div", 9),
            Map.entry("mod", 9));

    private Precedence() {}

    /// The level of a word; a higher one binds more tightly.
    public static int of(String word) {
        return LEVELS.getOrDefault(word, NO_OPERATOR);
    }
}
