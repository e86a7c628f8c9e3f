package io.carekeep.fhir.path;

/// One word of an expression.
/// @param text for a string or a quoted name without quotes and escapes
/// @param column from 1
record Token(Kind kind, String text, int column) {

    /// What a token is.
    enum Kind {
        NAME,
        QUOTED_NAME,
        STRING,
        NUMBER,
        MOMENT,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
