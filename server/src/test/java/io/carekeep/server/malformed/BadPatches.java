package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.FHIR;
import static io.carekeep.server.malformed.BadRequest.JSON_PATCH;
import static io.carekeep.server.malformed.BadRequest.MARKER;

import java.util.ArrayList;
import java.util.List;

/// Patches that can't be understood, can't be done, or would break the resource.
final class BadPatches {

    private static final List<String> JSON = List.of(
            "",
            "{}",
            "1",
            "[1]",
            "[null]",
            "[{}]",
            "[{\"op\":\"shoe\",\"path\":\"/active\"}]",
            "[{\"op\":1,\"path\":\"/active\"}]",
            "[{\"op\":\"remove\"}]",
            "[{\"op\":\"remove\",\"path\":1}]",
            "[{\"op\":\"remove\",\"path\":\"active\"}]",
            "[{\"op\":\"remove\",\"path\":\"/" + MARKER + "\"}]",
            "[{\"op\":\"remove\",\"path\":\"\"}]",
            "[{\"op\":\"remove\",\"path\":\"/resourceType\"}]",
            "[{\"op\":\"remove\",\"path\":\"/name/7\"}]",
            "[{\"op\":\"remove\",\"path\":\"/name/-1\"}]",
            "[{\"op\":\"remove\",\"path\":\"/name/00\"}]",
            "[{\"op\":\"remove\",\"path\":\"/name/~2\"}]",
            "[{\"op\":\"remove\",\"path\":\"/name/99999999999999999999\"}]",
            "[{\"op\":\"add\",\"path\":\"/active\"}]",
            "[{\"op\":\"add\",\"path\":\"/a/b/c\",\"value\":1}]",
            "[{\"op\":\"add\",\"path\":\"/shoe\",\"value\":\"" + MARKER + "\"}]",
            "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"" + MARKER + "\"}]",
            "[{\"op\":\"add\",\"path\":\"/name/x\",\"value\":{}}]",
            "[{\"op\":\"add\",\"path\":\"\",\"value\":[]}]",
            "[{\"op\":\"replace\",\"path\":\"/nothing\",\"value\":1}]",
            "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":\"" + MARKER + "\"}]",
            "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Group\"}]",
            "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"other\"}]",
            "[{\"op\":\"move\",\"path\":\"/active\"}]",
            "[{\"op\":\"move\",\"from\":\"/nothing\",\"path\":\"/active\"}]",
            "[{\"op\":\"move\",\"from\":\"/name\",\"path\":\"/name/0\"}]",
            "[{\"op\":\"copy\",\"from\":\"/name\",\"path\":\"/name/0\"}]",
            "[{\"op\":\"test\",\"path\":\"/active\",\"value\":\"" + MARKER + "\"}]",
            "[{\"op\":\"test\",\"path\":\"/active\"}]",
            "[" + "{\"op\":\"test\",\"path\":\"/active\",\"value\":true},".repeat(1001) + "{}]");

    private static final List<String> PARAMETERS = List.of(
            "{}",
            "[]",
            "{\"resourceType\":\"Patient\"}",
            "{\"resourceType\":\"Parameters\",\"parameter\":1}",
            "{\"resourceType\":\"Parameters\",\"parameter\":[1]}",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"" + MARKER + "\"}]}",
            operation(""),
            operation(part("type", "valueCode", "\"shoe\"")),
            operation(part("type", "valueCode", "1")),
            operation(part("type", "valueCode", "\"delete\"")),
            operation(
                    part("type", "valueCode", "\"delete\"") + "," + part("path", "valueString", "\"" + MARKER + "\"")),
            operation(part("type", "valueCode", "\"delete\"") + "," + part("path", "valueString", "\"\"")),
            operation(part("type", "valueCode", "\"delete\"") + "," + part("path", "valueString", "\"Patient.name(\"")),
            operation(part("type", "valueCode", "\"delete\"") + "," + part("path", "valueString", "\"Patient\"")),
            operation(
                    part("type", "valueCode", "\"replace\"") + "," + part("path", "valueString", "\"Patient.gender\"")),
            operation(part("type", "valueCode", "\"replace\"") + "," + part("path", "valueString", "\"Patient.gender\"")
                    + "," + part("value", "valueCode", "\"" + MARKER + "\"")),
            operation(
                    part("type", "valueCode", "\"replace\"") + "," + part("path", "valueString", "\"Patient.nothing\"")
                            + "," + part("value", "valueString", "\"" + MARKER + "\"")),
            operation(part("type", "valueCode", "\"insert\"") + "," + part("path", "valueString", "\"Patient.name\"")
                    + "," + part("index", "valueInteger", "-1") + "," + part("value", "valueString", "\"x\"")),
            operation(part("type", "valueCode", "\"insert\"") + "," + part("path", "valueString", "\"Patient.name\"")
                    + "," + part("index", "valueInteger", "99") + ","
                    + part("value", "valueHumanName", "{\"text\":\"x\"}")),
            operation(part("type", "valueCode", "\"move\"") + "," + part("path", "valueString", "\"Patient.name\"")
                    + "," + part("source", "valueInteger", "0") + "," + part("destination", "valueInteger", "99")),
            operation(part("type", "valueCode", "\"add\"") + "," + part("path", "valueString", "\"Patient\"") + ","
                    + part("name", "valueString", "\"" + MARKER + "\"") + "," + part("value", "valueString", "\"x\"")),
            operation(part("type", "valueCode", "\"add\"") + "," + part("path", "valueString", "\"Patient\"") + ","
                    + part("name", "valueString", "\"active\"") + "," + part("value", "valueBoolean", "true")));

    private BadPatches() {}

    private static String operation(String parts) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[" + parts + "]}]}";
    }

    private static String part(String name, String type, String value) {
        return "{\"name\":\"" + name + "\",\"" + type + "\":" + value + "}";
    }

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        JSON.forEach(patch -> found.add(BadRequest.of("PATCH", "/Patient/sound", patch, JSON_PATCH)));
        PARAMETERS.forEach(patch -> found.add(BadRequest.of("PATCH", "/Patient/sound", patch, FHIR)));
        found.add(BadRequest.of("PATCH", "/Patient/nobody", "[]", JSON_PATCH));
        found.add(BadRequest.of("PATCH", "/Patient/sound", "[]", "Content-Type: text/plain"));
        found.add(BadRequest.of("PATCH", "/Patient/sound", "[]"));
        found.add(BadRequest.of("PATCH", "/Patient?name=%ff", "[]", JSON_PATCH));
        return found;
    }
}
