package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.FHIR;
import static io.carekeep.server.malformed.BadRequest.MARKER;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Bodies that are no JSON, no resource, or no Patient.
final class BadBodies {

    private static final String PATIENT = """
            {"resourceType":"Patient","active":true,"name":[{"family":"%s","given":["Q"]}],"gender":"female",\
            "birthDate":"1934-05-06","maritalStatus":{"text":"\\u00e9"},"multipleBirthInteger":2}""".formatted(MARKER);

    // The values that an element can't have.
    private static final Map<String, List<String>> WRONG = Map.ofEntries(
            Map.entry("active", List.of("\"true\"", "1", "null", "[]", "{}", "[true]", "\"" + MARKER + "\"")),
            Map.entry(
                    "name", List.of("\"" + MARKER + "\"", "{}", "[]", "[1]", "[null]", "[[]]", "[{}]", "{\"text\":1}")),
            Map.entry("gender", List.of("\"woman\"", "\"\"", "\" female\"", "1", "[\"female\"]", "\"" + MARKER + "\"")),
            Map.entry(
                    "birthDate",
                    List.of(
                            "1970",
                            "\"1970-13-01\"",
                            "\"1970-02-30\"",
                            "\"70-01-01\"",
                            "\"\"",
                            "true",
                            "{}",
                            "\"1970-1-1\"")),
            Map.entry(
                    "multipleBirthInteger", List.of("1.0", "\"1\"", "2147483648", "1e3", "-0.5", "1e999999999", "{}")),
            Map.entry("deceased", List.of("true", "\"1999\"")),
            Map.entry("deceasedBoolean", List.of("\"no\"", "0", "true,\"deceasedDateTime\":\"1999\"")),
            Map.entry("id", List.of("5", "\"a_b\"", "\"" + MARKER + "\"", "\"" + "a".repeat(65) + "\"", "null", "[]")),
            Map.entry("meta", List.of("1", "[]", "{\"profile\":\"x\"}", "{\"tag\":[{\"system\":1}]}", "{\"x\":1}")),
            Map.entry(
                    "telecom", List.of("[{\"system\":\"smoke\"}]", "[{\"value\":1}]", "[{\"rank\":0}]", "[{}]", "{}")),
            Map.entry(
                    "identifier",
                    List.of("[{\"use\":\"x\"}]", "[{\"period\":{\"start\":\"2020\",\"end\":\"2019\"}}]", "5")),
            Map.entry(
                    "extension",
                    List.of(
                            "[{\"valueDecimal\":1}]",
                            "[{\"url\":\"u\",\"valueDecimal\":" + "9".repeat(10_000) + "}]",
                            "[{\"url\":\"u\",\"valueDecimal\":1e99999}]",
                            "[{\"url\":\"u\",\"valueDecimal\":\"1\"}]",
                            "[{\"url\":\"u\",\"valueInteger\":99999999999}]",
                            "[{\"url\":\"u\"}]",
                            "[{\"url\":\"u\",\"valueShoe\":1}]")),
            Map.entry(
                    "managingOrganization",
                    List.of("{\"reference\":\"Patient/1\"}", "\"Organization/1\"", "{\"reference\":7}")),
            Map.entry("contained", List.of("[{}]", "[1]", "[{\"resourceType\":\"Shoe\"}]", "{}")),
            Map.entry("text", List.of("{\"status\":\"generated\",\"div\":\"<p>no div</p>\"}", "{\"div\":1}")),
            Map.entry("_birthDate", List.of("\"x\"", "[null]", "{\"x\":1}", "{}")),
            Map.entry("shoeSize", List.of("1", "null")),
            Map.entry(MARKER, List.of("1", "{}")),
            Map.entry("photo", List.of("[{\"data\":\"***\"}]", "[{\"size\":-1}]")));

    private static final List<String> NO_JSON = List.of(
            "",
            " ",
            "null",
            "true",
            "1",
            "\"" + MARKER + "\"",
            "[]",
            "{}",
            "{,}",
            "{\"a\"}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "[1,]",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":+1}",
            "{\"a\":-}",
            "{\"a\":1e}",
            "{\"a\":0x10}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":True}",
            "{\"a\":nul}",
            "{\"a\":\"\\x41\"}",
            "{\"a\":\"\\u12G4\"}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\"}",
            "{\"a\":\"\\ud800\\ud800\"}",
            "{\"a\":\"\\ud800x\"}",
            "{\"a\":\"\t\"}",
            "{\"a\":\"\n" + MARKER + "\"}",
            "{\"a\":\"\u0000\"}",
            "{\"a\":1}\u0000",
            "// " + MARKER + "\n{}",
            "/* */{}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            PATIENT + PATIENT,
            PATIENT + "x",
            "<Patient xmlns=\"http://hl7.org/fhir\"/>",
            MARKER);

    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/fhir+xml",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "nonsense",
            "application/fhir+json; charset=latin1",
            "application/fhir+json; charset=utf-16",
            "application/json-patch+json",
            "*/*");

    private BadBodies() {}

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        for (int length = 1; length < PATIENT.length(); length += 5) {
            found.add(BadRequest.post("/Patient", PATIENT.substring(0, length)));
        }
        WRONG.forEach((name, values) -> values.forEach(value -> found.add(
                BadRequest.post("/Patient", "{\"resourceType\":\"Patient\",\"" + name + "\":" + value + "}"))));
        NO_JSON.forEach(body -> found.add(BadRequest.post("/Patient", body)));
        for (var type : List.of("1", "null", "\"patient\"", "\"Group\"", "\"Shoe\"", "\"\"", "[\"Patient\"]", "{}")) {
            found.add(BadRequest.post(
                    "/Patient", "{\"resourceType\":" + type + ",\"name\":[{\"text\":\"" + MARKER + "\"}]}"));
        }
        for (var id :
                List.of("", ",\"id\":\"other\"", ",\"id\":1", ",\"id\":null", ",\"id\":[\"sound\"]", ",\"id\":\"\"")) {
            found.add(BadRequest.of("PUT", "/Patient/sound", "{\"resourceType\":\"Patient\"" + id + "}", FHIR));
        }
        TYPES.forEach(type -> found.add(BadRequest.of("POST", "/Patient", PATIENT, "Content-Type: " + type)));
        found.add(BadRequest.of("POST", "/Patient", PATIENT));
        bytes(found);
        deep(found);
        return found;
    }

    private static void bytes(List<BadRequest> found) {
        int[][] wrong = {
            {0xFF},
            {0x80},
            {0xC0, 0x80},
            {0xC3},
            {0xED, 0xA0, 0x80},
            {0xF5, 0x80, 0x80, 0x80},
            {0xE2, 0x82},
            {0xF4, 0x90, 0x80, 0x80}
        };
        for (var each : wrong) {
            var body = new ByteArrayOutputStream();
            body.writeBytes(
                    ("{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"" + MARKER).getBytes(StandardCharsets.UTF_8));
            for (int next : each) {
                body.write(next);
            }
            body.writeBytes("\"}]}".getBytes(StandardCharsets.UTF_8));
            found.add(BadRequest.post("bytes that are no UTF-8, the first " + each[0], "/Patient", body.toByteArray()));
        }
        found.add(BadRequest.post("UTF-16 with its mark", "/Patient", PATIENT.getBytes(StandardCharsets.UTF_16)));
        found.add(BadRequest.post("UTF-16LE", "/Patient", PATIENT.getBytes(StandardCharsets.UTF_16LE)));
        found.add(
                BadRequest.post("two marks", "/Patient", ("\ufeff\ufeff" + PATIENT).getBytes(StandardCharsets.UTF_8)));
    }

    private static void deep(List<BadRequest> found) {
        for (int depth : List.of(101, 10_000, 1_000_000)) {
            found.add(BadRequest.post("/Patient", "[".repeat(depth)));
            found.add(BadRequest.post("/Patient", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
        }
        found.add(BadRequest.post(
                "/Patient",
                "{\"resourceType\":\"Patient\",\"extension\":[" + "{\"url\":\"u\",\"extension\":[".repeat(48) + "1"
                        + "]}".repeat(48) + "]}"));
        var many = new StringBuilder("{\"resourceType\":\"Patient\"");
        for (int at = 0; at < 200_000; at++) {
            many.append(",\"p").append(at).append("\":1");
        }
        found.add(BadRequest.post("/Patient", many + "}"));
    }
}
