package io.carekeep.fhir.validation;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Writes random JSON for a type: mostly what the definitions allow, with elements missing or empty.
final class RandomTrees {

    private static final int DEPTH_MAX = 5;

    private final Random random;

    RandomTrees(Random random) {
        this.random = random;
    }

    /// A resource of a type.
    String resource(String type) {
        var parts = properties(Objects.requireNonNull(Definitions.r4().type(type)), 0);
        parts.addFirst("\"resourceType\":\"" + type + "\"");
        return "{" + String.join(",", parts) + "}";
    }

    private String object(TypeDef type, int depth) {
        return "{" + String.join(",", properties(type, depth)) + "}";
    }

    private List<String> properties(TypeDef type, int depth) {
        var parts = new ArrayList<String>();
        var seen = new ArrayList<Integer>();
        var all = new ArrayList<>(type.properties());
        Collections.shuffle(all, random);
        int most = 1 + random.nextInt(6);
        for (var property : all) {
            boolean wanted = property.element().min() > 0 && random.nextInt(8) > 0 || parts.size() < most;
            boolean deep = depth > DEPTH_MAX && !property.primitive();
            if (wanted && !deep && !seen.contains(property.element().index())) {
                seen.add(property.element().index());
                add(type, property, depth, parts);
            }
        }
        return parts;
    }

    private void add(TypeDef holder, Property property, int depth, List<String> parts) {
        boolean shadowed = property.primitive() && random.nextInt(10) == 0 && !alone(holder, property);
        boolean many = property.element().repeats();
        if (!shadowed || random.nextBoolean()) {
            var value = value(property, depth);
            parts.add("\"" + property.name() + "\":" + (many ? "[" + value + "]" : value));
        }
        if (shadowed) {
            var beside = random.nextInt(3) == 0
                    ? "{\"id\":\"i\"}"
                    : "{\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"a\"}]}";
            parts.add("\"_" + property.name() + "\":" + (many ? "[" + beside + "]" : beside));
        }
    }

    // XML's attributes and xhtml take no extensions.
    private static boolean alone(TypeDef holder, Property property) {
        return property.name().equals("id")
                || holder.name().equals("Extension")
                || property.typeCode().equals("xhtml");
    }

    private String value(Property property, int depth) {
        var type = property.type();
        if (type == null) {
            return resource(random.nextBoolean() ? "Organization" : "Observation");
        }
        return property.primitive() ? primitive(property) : object(type, depth + 1);
    }

    private String primitive(Property property) {
        var codes = property.element().codes();
        if (codes != null && property.typeCode().equals("code")) {
            return "\""
                    + codes.stream()
                            .sorted()
                            .skip(random.nextInt(codes.size()))
                            .findFirst()
                            .orElseThrow() + "\"";
        }
        return switch (Format.of(property.typeCode())) {
            case BOOLEAN -> random.nextBoolean() ? "true" : "false";
            case INTEGER, UNSIGNED, POSITIVE -> random.nextBoolean() ? "1" : "2";
            case DECIMAL -> random.nextBoolean() ? "1.0" : "-2";
            case STRING -> one("\"x\"", "\"#i\"", "\"Patient/1\"");
            case CODE -> one("\"a\"", "\"group\"");
            case ID, ELEMENT_ID -> "\"i\"";
            case URI -> one("\"urn:x\"", "\"http://unitsofmeasure.org\"");
            case OID -> "\"urn:oid:1.2\"";
            case UUID -> "\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\"";
            case DATE -> one("\"2020\"", "\"2020-02-03\"", "\"2020-02-04\"");
            case DATE_TIME ->
                one(
                        "\"2020-02-03\"",
                        "\"2020-02-03T10:00:00Z\"",
                        "\"2020-02-03T10:00:00.5Z\"",
                        "\"2020-02-04T10:00:00+14:00\"");
            case INSTANT -> one("\"2020-02-03T10:00:00Z\"", "\"2020-02-03T10:00:00+02:00\"");
            case TIME -> "\"10:00:00\"";
            case BASE64 -> "\"QUJD\"";
            case XHTML -> one("\"<div>x</div>\"", "\"<div/>\"");
        };
    }

    private String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
