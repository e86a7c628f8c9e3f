package io.carekeep.fhir.json;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.Arrays;

/// Reads JSON (RFC 8259) strictly into a [Json] tape: UTF-8 only, no duplicate names, no bare control characters, no
/// trailing bytes.
public final class JsonParser {

    /// The most properties of one object: each is compared with those before it. FHIR's largest types have some sixty.
    public static final int PROPERTIES_MAX = 1_000;

    private final Names names;
    private final Limits limits;

    public JsonParser(Names names, Limits limits) {
        this.names = names;
        this.limits = limits;
    }

    /// @throws Refused with [Problem.Malformed] that names line and column, or [Problem.TooLarge]
    public Json parse(byte[] bytes) {
        return parse(bytes, bytes.length);
    }

    /// Reads the first `length` bytes of a buffer that may be longer.
    public Json parse(byte[] bytes, int length) {
        if (length > limits.bytes()) {
            throw new Refused(new Problem.TooLarge("body-bytes", limits.bytes()));
        }
        return new Run(bytes, length).document();
    }

    /// One pass over one document.
    private final class Run {

        private final byte[] bytes;
        private final int length;
        private int at;
        private int[] tape;
        private int count;
        private int depth;

        Run(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
            this.tape = new int[Math.max(16, length / 24 + 8) * Json.WIDTH];
        }

        Json document() {
            if (length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
                at = 3;
            }
            space();
            value(Json.NONE, Names.UNKNOWN);
            space();
            if (at < length) {
                throw malformed("nothing more after the document");
            }
            return new Json(bytes, names, tape, count);
        }

        private void value(int nameStart, int name) {
            if (at >= length) {
                throw malformed("a JSON value");
            }
            switch (bytes[at]) {
                case '{' -> object(nameStart, name);
                case '[' -> array(nameStart, name);
                case '"' -> {
                    int node = open(Json.Kind.STRING, nameStart, name);
                    at = string(at + 1) + 1;
                    close(node);
                }
                case 't' -> word("true", Json.Kind.TRUE, nameStart, name);
                case 'f' -> word("false", Json.Kind.FALSE, nameStart, name);
                case 'n' -> word("null", Json.Kind.NULL, nameStart, name);
                default -> {
                    int node = open(Json.Kind.NUMBER, nameStart, name);
                    number();
                    close(node);
                }
            }
        }

        private void object(int nameStart, int name) {
            int node = open(Json.Kind.OBJECT, nameStart, name);
            enter();
            at++;
            space();
            if (at < length && bytes[at] == '}') {
                at++;
            } else {
                members(node);
            }
            depth--;
            close(node);
        }

        private void members(int object) {
            for (int size = 1; ; size++) {
                if (size > PROPERTIES_MAX) {
                    throw new Refused(new Problem.TooLarge("object-properties", PROPERTIES_MAX));
                }
                if (at >= length || bytes[at] != '"') {
                    throw malformed("a property name in double quotes");
                }
                int from = at + 1;
                int to = string(from);
                int name = names.number(bytes, from, to);
                refuseDuplicate(object, name, from, to);
                at = to + 1;
                space();
                if (at >= length || bytes[at] != ':') {
                    throw malformed("a colon after the property name");
                }
                at++;
                space();
                value(from, name);
                space();
                if (at < length && bytes[at] == ',') {
                    at++;
                    space();
                } else if (at < length && bytes[at] == '}') {
                    at++;
                    return;
                } else {
                    throw malformed("a comma or the object's closing brace");
                }
            }
        }

        private void refuseDuplicate(int object, int name, int from, int to) {
            for (int child = object + 1; child < count; child = tape[child * Json.WIDTH + Json.AFTER]) {
                if (tape[child * Json.WIDTH + Json.WORD] >>> 4 != name) {
                    continue;
                }
                if (name != Names.UNKNOWN || sameName(tape[child * Json.WIDTH + Json.NAME_START], from, to)) {
                    throw malformed("each property name once in an object");
                }
            }
        }

        private boolean sameName(int other, int from, int to) {
            int otherEnd = JsonText.closingQuote(bytes, other);
            return Arrays.equals(bytes, other, otherEnd, bytes, from, to)
                    || JsonText.decode(bytes, other, otherEnd).equals(JsonText.decode(bytes, from, to));
        }

        private void array(int nameStart, int name) {
            int node = open(Json.Kind.ARRAY, nameStart, name);
            enter();
            at++;
            space();
            if (at < length && bytes[at] == ']') {
                at++;
            } else {
                items();
            }
            depth--;
            close(node);
        }

        private void items() {
            while (true) {
                value(Json.NONE, Names.UNKNOWN);
                space();
                if (at < length && bytes[at] == ',') {
                    at++;
                    space();
                } else if (at < length && bytes[at] == ']') {
                    at++;
                    return;
                } else {
                    throw malformed("a comma or the array's closing bracket");
                }
            }
        }

        /// Checks a string's content from its first byte and returns the place of its closing quote.
        private int string(int from) {
            int place = from;
            while (place < length) {
                byte next = bytes[place];
                if (next == '"') {
                    return place;
                }
                if (next == '\\') {
                    place = JsonText.escapeEnd(bytes, place, length);
                } else if (next >= 0x20) {
                    place++;
                } else if (next < 0) {
                    place = JsonText.sequenceEnd(bytes, place, length);
                } else {
                    place = Json.NONE;
                }
                if (place == Json.NONE) {
                    at = from;
                    throw malformed("a string of valid UTF-8 with control characters escaped");
                }
            }
            at = from;
            throw malformed("a closing quote for this string");
        }

        private void number() {
            int from = at;
            if (at < length && bytes[at] == '-') {
                at++;
            }
            if (at < length && bytes[at] == '0') {
                at++;
            } else {
                digits(from);
            }
            if (at < length && bytes[at] == '.') {
                at++;
                digits(from);
            }
            if (at < length && (bytes[at] == 'e' || bytes[at] == 'E')) {
                at++;
                if (at < length && (bytes[at] == '+' || bytes[at] == '-')) {
                    at++;
                }
                digits(from);
            }
        }

        private void digits(int from) {
            int first = at;
            while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
                at++;
            }
            if (at == first) {
                at = from;
                throw malformed("a JSON value");
            }
        }

        private void word(String word, Json.Kind kind, int nameStart, int name) {
            int node = open(kind, nameStart, name);
            for (int place = 0; place < word.length(); place++) {
                if (at >= length || bytes[at] != word.charAt(place)) {
                    throw malformed("a JSON value");
                }
                at++;
            }
            close(node);
        }

        private void enter() {
            if (++depth > limits.depth()) {
                throw new Refused(new Problem.TooLarge("body-depth", limits.depth()));
            }
        }

        private int open(Json.Kind kind, int nameStart, int name) {
            int node = count++;
            int place = node * Json.WIDTH;
            if (place + Json.WIDTH > tape.length) {
                tape = Arrays.copyOf(tape, tape.length + (tape.length >> 1) / Json.WIDTH * Json.WIDTH + Json.WIDTH);
            }
            tape[place + Json.START] = at;
            tape[place + Json.NAME_START] = nameStart;
            tape[place + Json.WORD] = Json.word(kind, name);
            return node;
        }

        private void close(int node) {
            tape[node * Json.WIDTH + Json.END] = at;
            tape[node * Json.WIDTH + Json.AFTER] = count;
        }

        private void space() {
            while (at < length) {
                byte next = bytes[at];
                if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                    return;
                }
                at++;
            }
        }

        private Refused malformed(String expected) {
            int line = 1;
            int column = 1;
            for (int place = 0; place < Math.min(at, length); place++) {
                column++;
                if (bytes[place] == '\n') {
                    line++;
                    column = 1;
                }
            }
            return new Refused(new Problem.Malformed(
                    "line " + line + ", column " + column, "This is not JSON: expected " + expected + "."));
        }
    }
}
