package io.carekeep.store.oracle;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes maps, lists and values as JSON.
final class JsonWriter {

    private JsonWriter() {}

    static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(each -> text(each.getKey()) + ":" + text(each.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case Collection<?> list -> list.stream().map(JsonWriter::text).collect(Collectors.joining(",", "[", "]"));
            case BigDecimal number -> number.toPlainString();
            case Boolean truth -> truth.toString();
            case Integer number -> number.toString();
            default -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        };
    }
}
