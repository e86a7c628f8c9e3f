package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import java.nio.charset.StandardCharsets;

/// The primitive types and how JSON writes them: https://hl7.org/fhir/R4/datatypes.html#primitive.
enum Format {
    BOOLEAN("true or false, without quotes"),
    INTEGER("a whole number between -2147483648 and 2147483647, without quotes"),
    UNSIGNED("a whole number between 0 and 2147483647, without quotes"),
    POSITIVE("a whole number between 1 and 2147483647, without quotes"),
    DECIMAL("a number without quotes, of at most " + Decimals.TEXT_MAX + " characters"),
    STRING("a text of at most " + Characters.TEXT_MAX
            + " bytes with something to read in it; of the control characters only tab, line feed and carriage return"),
    CODE("a code: no space at its start or end, and no two together"),
    ID("1 to 64 of the letters A-Z and a-z, the digits, - and ."),
    ELEMENT_ID("a text without spaces"),
    URI("a URI: not empty and without spaces"),
    OID("an OID such as urn:oid:1.2.3"),
    UUID("a UUID such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520, in lower case"),
    DATE("a date that exists, such as 2020, 2020-03 or 2020-03-31"),
    DATE_TIME("a date, or a date and time with seconds and time zone, such as 2020-03-31T13:28:17+02:00"),
    INSTANT("a date and time with seconds and time zone, such as 2020-03-31T13:28:17.239+02:00"),
    TIME("a time with seconds and without time zone, such as 13:28:17"),
    BASE64("base64 (RFC 4648 section 4) with its padding"),
    XHTML("a div element of XHTML");

    private static final byte NOT_SPECIAL = '_';

    private final String expected;

    Format(String expected) {
        this.expected = expected;
    }

    static Format of(String type) {
        return switch (type) {
            case "boolean" -> BOOLEAN;
            case "integer" -> INTEGER;
            case "unsignedInt" -> UNSIGNED;
            case "positiveInt" -> POSITIVE;
            case "decimal" -> DECIMAL;
            case "string", "markdown" -> STRING;
            case "code" -> CODE;
            case "id" -> ID;
            case "uri", "url", "canonical" -> URI;
            case "oid" -> OID;
            case "uuid" -> UUID;
            case "date" -> DATE;
            case "dateTime" -> DATE_TIME;
            case "instant" -> INSTANT;
            case "time" -> TIME;
            case "base64Binary" -> BASE64;
            case "xhtml" -> XHTML;
            default -> throw new AssertionError("not so: each primitive type has a format");
        };
    }

    /// What is asked for, to complete "expected …".
    String expected() {
        return expected;
    }

    /// Whether JSON writes it as this kind of value.
    boolean isWrittenAs(Json.Kind kind) {
        return switch (this) {
            case BOOLEAN -> kind == Json.Kind.TRUE || kind == Json.Kind.FALSE;
            case INTEGER, UNSIGNED, POSITIVE, DECIMAL -> kind == Json.Kind.NUMBER;
            case STRING, CODE, ID, ELEMENT_ID, URI, OID, UUID, DATE, DATE_TIME, INSTANT, TIME, BASE64, XHTML ->
                kind == Json.Kind.STRING;
        };
    }

    /// Whether a value of the right kind is of this type.
    boolean accepts(Json doc, int node) {
        var bytes = doc.bytes();
        int from = doc.start(node);
        int to = doc.end(node);
        return switch (this) {
            case BOOLEAN -> true;
            case INTEGER -> Decimals.isInteger(bytes, from, to, Integer.MIN_VALUE);
            case UNSIGNED -> Decimals.isInteger(bytes, from, to, 0);
            case POSITIVE -> Decimals.isInteger(bytes, from, to, 1);
            case DECIMAL -> Decimals.isDecimal(bytes, from, to);
            case STRING -> Characters.isText(bytes, from + 1, to - 1) || isLongText(doc, node);
            case XHTML -> to - from > 2;
            case CODE, ID, ELEMENT_ID, URI, OID, UUID, DATE, DATE_TIME, INSTANT, TIME, BASE64 ->
                scans(bytes, from + 1, to - 1) || scansUnescaped(doc, node);
        };
    }

    private boolean scans(byte[] bytes, int from, int to) {
        return switch (this) {
            case CODE -> Characters.isCode(bytes, from, to);
            case ID -> Characters.isId(bytes, from, to);
            case ELEMENT_ID, URI -> Characters.isUri(bytes, from, to);
            case OID -> Characters.isOid(bytes, from, to);
            case UUID -> Characters.isUuid(bytes, from, to);
            case DATE -> Moments.isDate(bytes, from, to);
            case DATE_TIME -> Moments.isDateTime(bytes, from, to);
            case INSTANT -> Moments.isInstant(bytes, from, to);
            case TIME -> Moments.isTime(bytes, from, to);
            case BASE64 -> Base64Scan.isBase64(bytes, from, to);
            case BOOLEAN, INTEGER, UNSIGNED, POSITIVE, DECIMAL, STRING, XHTML -> false;
        };
    }

    /// JSON may write any character as an escape, which the scans refuse.
    private boolean scansUnescaped(Json doc, int node) {
        if (!Characters.hasEscape(doc.bytes(), doc.start(node) + 1, doc.end(node) - 1)) {
            return false;
        }
        // A backslash is a character like others now; none of the scans gives the underscore a meaning.
        var text = doc.text(node).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < text.length; at++) {
            text[at] = text[at] == '\\' ? NOT_SPECIAL : text[at];
        }
        return scans(text, 0, text.length);
    }

    // Written with escapes a text can look longer than it is.
    private static boolean isLongText(Json doc, int node) {
        int size = doc.end(node) - doc.start(node) - 2;
        if (size <= Characters.TEXT_MAX || size > 6 * Characters.TEXT_MAX) {
            return false;
        }
        var text = doc.text(node);
        return text.getBytes(StandardCharsets.UTF_8).length <= Characters.TEXT_MAX
                && !text.isBlank()
                && text.chars().allMatch(each -> each >= ' ' || each == '\t' || each == '\n' || each == '\r');
    }
}
