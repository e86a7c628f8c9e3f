package io.carekeep.fhir.path;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Builds the tree of closures from an expression's text: https://hl7.org/fhirpath/N1/grammar.html.
final class Parser {

    /// The deepest nesting of an expression.
    static final int DEPTH_MAX = 60;

    /// The most words of an expression.
    static final int TOKENS_MAX = 1_500;

    private final TypeModel model;
    private final Words words;
    private int depth;
    private int slots;

    private Parser(TypeModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    /// A whole expression.
    /// @param slots how many results a run has to remember
    record Parsed(Expr expr, int slots) {}

    static Parsed parse(String text, TypeModel model) {
        var tokens = Lexer.tokens(text);
        if (tokens.size() > TOKENS_MAX) {
            throw Fault.tooCostly("path-words", TOKENS_MAX);
        }
        var parser = new Parser(model, new Words(tokens));
        var expr = parser.expression(Precedence.LOOSEST);
        if (parser.words.peek().kind() != Token.Kind.END) {
            throw parser.words.expected("an operator or the end");
        }
        return new Parsed(expr, parser.slots);
    }

    private Expr expression(int level) {
        if (++depth > DEPTH_MAX) {
            throw Fault.tooCostly("path-depth", DEPTH_MAX);
        }
        var left = unary();
        while (true) {
            var word = words.peek();
            int own = word.kind() == Token.Kind.SYMBOL || word.kind() == Token.Kind.NAME
                    ? Precedence.of(word.text())
                    : Precedence.NO_OPERATOR;
            if (own < level) {
                depth--;
                return left;
            }
            words.take();
            if (word.isWord("is") || word.isWord("as")) {
                left = Operators.type(word.text(), left, typeSpecifier());
            } else {
                var right = expression(own + 1);
                var both = Operators.binary(word.text(), left, right);
                left = left instanceof Closed && right instanceof Closed ? closed(both) : both;
            }
        }
    }

    private Expr unary() {
        if (words.accept("-")) {
            var operand = unary();
            return (focus, scope) -> Arithmetic.negative(operand.eval(focus, scope));
        }
        if (words.accept("+")) {
            var operand = unary();
            return (focus, scope) -> Arithmetic.number(operand.eval(focus, scope));
        }
        return postfix(term());
    }

    private Expr postfix(Expr start) {
        var expr = start;
        while (true) {
            if (words.accept(".")) {
                var left = expr;
                var right = invocation();
                Expr chain = (focus, scope) -> right.eval(left.eval(focus, scope), scope);
                expr = left instanceof Closed && Closed.onlyOnFocus(right) ? closed(chain) : chain;
            } else if (words.accept("[")) {
                var left = expr;
                var index = expression(Precedence.LOOSEST);
                words.expect("]");
                expr = (focus, scope) ->
                        Subsetting.at(left.eval(focus, scope), Singles.whole(index.eval(scope.self(), scope)));
            } else {
                return expr;
            }
        }
    }

    private Expr invocation() {
        var word = words.take();
        return switch (word.kind()) {
            case NAME -> words.accept("(") ? call(word) : new Member(word.text(), model);
            case QUOTED_NAME -> new Member(word.text(), model);
            case SYMBOL -> {
                if (word.isSymbol("$")) {
                    yield variable();
                }
                throw Fault.at(word.column(), "a name after the dot");
            }
            case STRING, NUMBER, MOMENT, END -> throw Fault.at(word.column(), "a name after the dot");
        };
    }

    private Expr term() {
        var word = words.take();
        return switch (word.kind()) {
            case STRING -> literal(new Item.Text(word.text()));
            case NUMBER -> number(word);
            case MOMENT -> moment(word);
            case QUOTED_NAME -> word.text().isEmpty() ? new Member("", model) : root(word.text());
            case NAME -> name(word);
            case SYMBOL -> symbol(word);
            case END -> throw Fault.at(word.column(), "an expression");
        };
    }

    private Expr name(Token word) {
        if (words.accept("(")) {
            return call(word);
        }
        return switch (word.text()) {
            case "true" -> literal(Item.Truth.TRUE);
            case "false" -> literal(Item.Truth.FALSE);
            default -> root(word.text());
        };
    }

    /// A name that starts a path can be the type of what stands there; `code` is an element though also a type.
    private Expr root(String name) {
        boolean type = Character.isUpperCase(name.charAt(0)) && model.type(name) != null;
        return type ? (focus, scope) -> Types.named(focus, name) : new Member(name, model);
    }

    private Expr symbol(Token word) {
        return switch (word.text()) {
            case "(" -> {
                var inner = expression(Precedence.LOOSEST);
                words.expect(")");
                yield inner;
            }
            case "{" -> {
                words.expect("}");
                yield (focus, scope) -> Items.None.NONE;
            }
            case "$" -> variable();
            case "%" -> constant();
            default -> throw Fault.at(word.column(), "an expression");
        };
    }

    private Expr variable() {
        var word = words.take();
        return switch (word.text()) {
            case "this" -> (focus, scope) -> scope.self();
            case "index" -> (focus, scope) -> new Item.Whole(scope.index());
            case "total" -> (focus, scope) -> scope.total();
            default -> throw Fault.at(word.column(), "$this, $index or $total");
        };
    }

    private Expr constant() {
        var word = words.take();
        return switch (word.kind()) {
            case NAME, QUOTED_NAME, STRING -> constant(word.text());
            case NUMBER, MOMENT, SYMBOL, END -> throw Fault.at(word.column(), "a constant's name after %");
        };
    }

    private Expr constant(String name) {
        var constant = Constants.named(name);
        return constant instanceof Literal ? constant : closed(constant);
    }

    private Closed closed(Expr expr) {
        return new Closed(expr, slots++);
    }

    private Expr number(Token word) {
        var next = words.peek();
        if (next.kind() == Token.Kind.STRING || next.kind() == Token.Kind.NAME && Units.isCalendarWord(next.text())) {
            words.take();
            boolean calendar = next.kind() == Token.Kind.NAME;
            return literal(new Item.Amount(Numbers.decimal(word.text()), next.text(), calendar));
        }
        if (word.text().indexOf('.') >= 0) {
            return literal(new Item.Decimal(Numbers.decimal(word.text())));
        }
        BigDecimal number = Numbers.decimal(word.text());
        if (number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw Fault.at(word.column(), "an integer of at most 32 bits");
        }
        return literal(new Item.Whole(number.intValueExact()));
    }

    private Expr moment(Token word) {
        boolean time = word.text().startsWith("@T");
        var moment = time
                ? Moment.time(word.text().substring(2))
                : Moment.dateOrDateTime(word.text().substring(1));
        if (moment == null) {
            throw Fault.at(word.column(), "a date, date with time or time that exists");
        }
        boolean zoned = time
                && words.peek().kind() == Token.Kind.NAME
                && words.peek().text().equals("Z");
        if (zoned
                || time && words.peek().column() == word.column() + word.text().length() && isSign(words.peek())) {
            throw Fault.at(words.peek().column(), "no time zone after a time");
        }
        return literal(new Item.Time(moment));
    }

    private static boolean isSign(Token word) {
        return word.isSymbol("+") || word.isSymbol("-");
    }

    private static Expr literal(Item value) {
        return new Literal(value);
    }

    private Expr call(Token name) {
        return switch (name.text()) {
            case "is", "as", "ofType" -> {
                var type = typeSpecifier();
                words.expect(")");
                yield new TypeCall(name.text(), type);
            }
            case "sort" -> new Sort(sortKeys());
            default -> function(name);
        };
    }

    private Expr function(Token name) {
        var function = Functions.ALL.get(name.text());
        if (function == null) {
            throw Fault.at(name.column(), "a function of FHIRPath or FHIR R4");
        }
        var arguments = arguments();
        if (arguments.size() < function.least() || arguments.size() > function.most()) {
            throw Fault.at(name.column(), function.arity() + " in " + name.text() + "()");
        }
        return new Call(function.body(), arguments);
    }

    private List<Expr> arguments() {
        var arguments = new ArrayList<Expr>();
        if (words.accept(")")) {
            return arguments;
        }
        do {
            arguments.add(expression(Precedence.LOOSEST));
        } while (words.accept(","));
        words.expect(")");
        return List.copyOf(arguments);
    }

    private List<Sort.Key> sortKeys() {
        var keys = new ArrayList<Sort.Key>();
        if (words.accept(")")) {
            return keys;
        }
        do {
            var order = words.accept("-") ? Sort.Order.DESCENDING : Sort.Order.ASCENDING;
            keys.add(new Sort.Key(expression(Precedence.LOOSEST), order));
        } while (words.accept(","));
        words.expect(")");
        return List.copyOf(keys);
    }

    private TypeSpecifier typeSpecifier() {
        var first = typeWord();
        if (!words.accept(".")) {
            return TypeSpecifier.of("", first.text(), model, first.column());
        }
        return TypeSpecifier.of(first.text(), typeWord().text(), model, first.column());
    }

    private Token typeWord() {
        var word = words.take();
        if (word.kind() != Token.Kind.NAME && word.kind() != Token.Kind.QUOTED_NAME) {
            throw Fault.at(word.column(), "a type's name");
        }
        return word;
    }
}
