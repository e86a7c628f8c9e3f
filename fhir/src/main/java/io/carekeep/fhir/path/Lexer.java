package io.carekeep.fhir.path;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts an expression's text into words: https://hl7.org/fhirpath/N1/#lexical-elements.
final class Lexer {

    private static final Pattern MOMENT = Pattern.compile("@(?:T\\d\\d(?::\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?"
            + "|\\d{4}(?:-\\d\\d(?:-\\d\\d)?)?(?:T(?:\\d\\d(?::\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?)?"
            + "(?:Z|[+-]\\d\\d:\\d\\d)?)?)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> SYMBOLS = List.of(
            "<=", ">=", "!=", "!~", ".", ",", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "&", "|", "<", ">", "=",
            "~", "$", "%");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        var lexer = new Lexer(text);
        while (lexer.next()) {
            // each turn adds a token
        }
        return List.copyOf(lexer.tokens);
    }

    private boolean next() {
        skip();
        if (at >= text.length()) {
            tokens.add(new Token(Token.Kind.END, "", at + 1));
            return false;
        }
        char first = text.charAt(at);
        switch (first) {
            case '\'' -> quoted(Token.Kind.STRING);
            case '`' -> quoted(Token.Kind.QUOTED_NAME);
            case '@' -> matched(Token.Kind.MOMENT, MOMENT, "a date, date with time or time after @");
            default -> {
                if (first >= '0' && first <= '9') {
                    matched(Token.Kind.NUMBER, NUMBER, "a number");
                } else if (Character.isLetter(first) || first == '_') {
                    matched(Token.Kind.NAME, NAME, "a name of letters, digits and _");
                } else {
                    symbol();
                }
            }
        }
        return true;
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw Fault.at(at + 1, "*/ at the comment's end");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void matched(Token.Kind kind, Pattern pattern, String expected) {
        Matcher match = pattern.matcher(text).region(at, text.length());
        if (!match.lookingAt()) {
            throw Fault.at(at + 1, expected);
        }
        tokens.add(new Token(kind, match.group(), at + 1));
        at = match.end();
    }

    private void symbol() {
        for (var symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Token.Kind.SYMBOL, symbol, at + 1));
                at += symbol.length();
                return;
            }
        }
        throw Fault.at(at + 1, "a name, literal or operator");
    }

    private void quoted(Token.Kind kind) {
        int start = at;
        char quote = text.charAt(at++);
        var content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char next = text.charAt(at++);
            content.append(next == '\\' ? escape(start) : next);
        }
        if (at >= text.length()) {
            throw Fault.at(start + 1, "a closing quote");
        }
        at++;
        tokens.add(new Token(kind, content.toString(), start + 1));
    }

    private char escape(int start) {
        if (at >= text.length()) {
            throw Fault.at(start + 1, "a closing quote");
        }
        char escape = text.charAt(at++);
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'u' -> unicode();
            // FHIR's own invariants write \. and \/ for the character itself.
            default -> escape;
        };
    }

    private char unicode() {
        int end = at + 4;
        if (end <= text.length() && text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
            char unit = (char) Integer.parseInt(text.substring(at, end), 16);
            at = end;
            return unit;
        }
        throw Fault.at(at + 1, "four hexadecimal digits after \\u");
    }
}
