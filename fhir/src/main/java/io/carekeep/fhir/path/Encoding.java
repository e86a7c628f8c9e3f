package io.carekeep.fhir.path;

import io.carekeep.fhir.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Functions that write strings in other alphabets and back: https://hl7.org/fhirpath/#additional-string-functions.
final class Encoding {

    private Encoding() {}

    static Map<String, Function> functions() {
        return Map.of(
                "encode", Function.texts((text, format) -> translated(text, encoder(format))),
                "decode", Function.texts((text, format) -> translated(text, decoder(format))),
                "escape", Function.texts((text, target) -> translated(text, escaper(target))),
                "unescape", Function.texts((text, target) -> translated(text, unescaper(target))));
    }

    private static Items translated(String text, UnaryOperator<String> translation) {
        try {
            return Strings.bounded(translation.apply(text));
        } catch (IllegalArgumentException _) {
            return Items.None.NONE;
        }
    }

    private static UnaryOperator<String> encoder(String format) {
        return switch (format) {
            case "hex" -> text -> HexFormat.of().formatHex(bytes(text));
            case "base64" -> text -> Base64.getEncoder().encodeToString(bytes(text));
            case "urlbase64" -> text -> Base64.getUrlEncoder().encodeToString(bytes(text));
            default -> throw Fault.of("hex, base64 or urlbase64");
        };
    }

    private static UnaryOperator<String> decoder(String format) {
        return switch (format) {
            case "hex" -> text -> text(HexFormat.of().parseHex(text));
            case "base64" -> text -> text(Base64.getDecoder().decode(text));
            case "urlbase64" -> text -> text(Base64.getUrlDecoder().decode(text));
            default -> throw Fault.of("hex, base64 or urlbase64");
        };
    }

    private static UnaryOperator<String> escaper(String target) {
        return switch (target) {
            case "html" ->
                text -> text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
            case "json" ->
                text -> {
                    var quoted = text(JsonText.quoted(text));
                    return quoted.substring(1, quoted.length() - 1);
                };
            default -> throw Fault.of("html or json");
        };
    }

    private static UnaryOperator<String> unescaper(String target) {
        return switch (target) {
            case "html" ->
                text -> text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&");
            case "json" -> JsonText::unquoted;
            default -> throw Fault.of("html or json");
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
