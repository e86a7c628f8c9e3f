package io.carekeep.fhir.validation;

import io.carekeep.fhir.path.Precedence;

/// Reads an expression that compiles as FHIRPath and keeps what depends on presence; the rest becomes
/// [Known#ANYTHING].
final class PresenceReader {

    /// What is known of a collection.
    enum Known {
        NOTHING,
        FALSE,
        TRUE,
        /// At least one item.
        SOMETHING,
        ANYTHING
    }

    /// A part of the expression.
    @FunctionalInterface
    interface Part {
        Known of(long present);
    }

    private static final Part ANY = present -> Known.ANYTHING;

    private final String text;
    private final Presence.Bits bits;
    private int at;
    private long mentioned;

    PresenceReader(String text, Presence.Bits bits) {
        this.text = text;
        this.bits = bits;
    }

    Part expression() {
        return expression(Precedence.LOOSEST);
    }

    /// The elements that the part read so far looks at.
    long mentioned() {
        return mentioned;
    }

    private Part expression(int level) {
        var left = postfix(term());
        while (true) {
            var operator = peek();
            int own = Precedence.of(operator);
            if (own < level) {
                return left;
            }
            at += operator.length();
            if (operator.equals("is") || operator.equals("as")) {
                take();
                var operand = left;
                left = present -> operand.of(present) == Known.NOTHING ? Known.NOTHING : Known.ANYTHING;
            } else {
                left = PresenceOperators.binary(operator, left, expression(own + 1));
            }
        }
    }

    private Part term() {
        var word = take();
        char first = word.charAt(0);
        if (first == '(') {
            var inner = expression(Precedence.LOOSEST);
            take();
            return inner;
        }
        if (first == '{') {
            take();
            return present -> Known.NOTHING;
        }
        if (first == '%' || first == '$') {
            take();
            return ANY;
        }
        if (word.equals("true") || word.equals("false")) {
            var truth = word.equals("true") ? Known.TRUE : Known.FALSE;
            return present -> truth;
        }
        return Character.isLetter(first) ? name(word) : ANY;
    }

    private Part name(String word) {
        if (peek().equals("(")) {
            skipArguments();
            return ANY;
        }
        long bit = bits.bit(word);
        mentioned |= bit;
        return bit == 0 ? ANY : present -> (present & bit) == 0 ? Known.NOTHING : Known.SOMETHING;
    }

    private Part postfix(Part start) {
        var part = start;
        while (true) {
            if (peek().equals(".")) {
                take();
                part = step(part, take());
            } else if (peek().equals("[")) {
                skipArguments();
                part = PresenceOperators.call("first", part);
            } else {
                return part;
            }
        }
    }

    private Part step(Part part, String name) {
        if (!peek().equals("(")) {
            return PresenceOperators.call("children", part);
        }
        boolean plain = skipArguments();
        // exists(…) of something asks about values.
        return PresenceOperators.call(plain || !name.equals("exists") ? name : "exists-which", part);
    }

    /// Skips a pair of brackets and what is inside; whether that is nothing.
    private boolean skipArguments() {
        take();
        int depth = 1;
        int words = 0;
        while (depth > 0) {
            var word = take();
            depth += word.equals("(") || word.equals("[") ? 1 : word.equals(")") || word.equals("]") ? -1 : 0;
            words++;
        }
        return words == 1;
    }

    private String take() {
        var word = peek();
        at += word.length();
        return word;
    }

    private String peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return "";
        }
        char first = text.charAt(at);
        int end = at + 1;
        if (Character.isLetterOrDigit(first)) {
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                end++;
            }
        } else if (first == '\'') {
            while (text.charAt(end) != '\'') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            end++;
        } else if (first == '!' || end < text.length() && text.charAt(end) == '=' && (first == '<' || first == '>')) {
            end++;
        }
        return text.substring(at, end);
    }
}
