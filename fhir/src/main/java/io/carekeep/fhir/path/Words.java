package io.carekeep.fhir.path;

import java.util.List;

/// The words of an expression, read one after the other.
final class Words {

    private final List<Token> tokens;
    private int at;

    Words(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token take() {
        var word = tokens.get(at);
        if (word.kind() != Token.Kind.END) {
            at++;
        }
        return word;
    }

    boolean accept(String symbol) {
        if (peek().isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw expected(symbol);
        }
    }

    RuntimeException expected(String what) {
        return Fault.at(peek().column(), what);
    }
}
