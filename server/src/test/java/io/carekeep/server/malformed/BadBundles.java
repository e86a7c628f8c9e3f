package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.MARKER;

import java.util.ArrayList;
import java.util.List;

/// Bundles with something wrong in an entry.
final class BadBundles {

    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"" + MARKER + "\"}]}";

    /// Entries that neither a transaction nor a batch can carry out.
    static final List<String> ENTRIES = List.of(
            "{}",
            "1",
            "\"" + MARKER + "\"",
            "null",
            "[]",
            "{\"resource\":" + PATIENT + "}",
            entry("{}", PATIENT),
            entry("1", PATIENT),
            entry("[]", PATIENT),
            entry("\"" + MARKER + "\"", PATIENT),
            entry("null", PATIENT),
            entry("{\"method\":\"POST\"}", PATIENT),
            entry("{\"url\":\"Patient\"}", PATIENT),
            request("FETCH", "Patient", PATIENT),
            request("post", "Patient", PATIENT),
            request("", "Patient", PATIENT),
            entry("{\"method\":1,\"url\":\"Patient\"}", PATIENT),
            entry("{\"method\":\"POST\",\"url\":1}", PATIENT),
            entry("{\"method\":[\"POST\"],\"url\":[\"Patient\"]}", PATIENT),
            request("POST", "", PATIENT),
            request("POST", "Shoe", PATIENT),
            request("POST", "patient", PATIENT),
            request("POST", MARKER, PATIENT),
            request("POST", "Group", PATIENT),
            request("POST", "Patient/a/b/c", PATIENT),
            request("POST", "https://elsewhere.example/Patient", PATIENT),
            request("PUT", "Patient/a_b", PATIENT),
            request("PUT", "Patient/" + "a".repeat(65), PATIENT),
            request("PUT", "Patient", PATIENT),
            request("PUT", "Patient?", PATIENT),
            request("PUT", "Patient?birthdate=" + MARKER, PATIENT),
            request("PUT", "Patient?name=%ff", PATIENT),
            request("PUT", "Patient/x", PATIENT),
            request(
                    "PATCH",
                    "Patient/sound",
                    "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\"}"),
            request("PATCH", "Patient/sound", binary("***")),
            request("PATCH", "Patient/sound", binary("e30=")),
            request("PATCH", "Patient/sound", binary("W3sib3AiOiJzaG9lIn1d")),
            request("PATCH", "Patient/nobody", binary("W10=")),
            request("PATCH", "Patient/sound", PATIENT),
            request("POST", "Patient", "1"),
            request("POST", "Patient", "[]"),
            request("POST", "Patient", "\"" + MARKER + "\""),
            request("POST", "Patient", "{}"),
            request("POST", "Patient", "{\"resourceType\":\"Shoe\"}"),
            request("POST", "Patient", "{\"resourceType\":\"Patient\",\"gender\":\"" + MARKER + "\"}"),
            "{\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}",
            "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/nobody\"}}",
            "{\"request\":{\"method\":\"GET\",\"url\":\"Shoe/1\"}}",
            "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?birthdate=" + MARKER + "\"}}",
            "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/a/b/c\"}}",
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient\"}}",
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/a_b\"}}",
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/sound\",\"ifMatch\":\"" + MARKER + "\"}}",
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/sound\",\"ifMatch\":\"W/\\\"77\\\"\"}}",
            entry("{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"birthdate=" + MARKER + "\"}", PATIENT),
            entry("{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"\"}", PATIENT),
            entry("{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"name=%\"}", PATIENT));

    private BadBundles() {}

    private static String entry(String request, String resource) {
        return "{\"request\":" + request + ",\"resource\":" + resource + "}";
    }

    private static String request(String method, String url, String resource) {
        return entry("{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}", resource);
    }

    private static String binary(String data) {
        return "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"" + data
                + "\"}";
    }

    static String bundle(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        ENTRIES.forEach(entry -> found.add(BadRequest.post("", bundle("transaction", entry))));
        for (var entries : List.of("1", "{}", "\"" + MARKER + "\"", "true")) {
            found.add(BadRequest.post(
                    "", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":" + entries + "}"));
            found.add(
                    BadRequest.post("", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":" + entries + "}"));
        }
        for (var type : List.of("\"collection\"", "\"shoe\"", "1", "null", "[]", "\"\"")) {
            found.add(BadRequest.post("", "{\"resourceType\":\"Bundle\",\"type\":" + type + "}"));
        }
        found.add(BadRequest.post("", "{\"resourceType\":\"Bundle\"}"));
        found.add(BadRequest.post("", PATIENT));
        found.add(BadRequest.post("", "[]"));
        urns(found);
        return found;
    }

    private static void urns(List<BadRequest> found) {
        var urn = "urn:uuid:00000000-0000-4000-8000-00000000000";
        var twice = "{\"fullUrl\":\"" + urn + "1\","
                + request("POST", "Patient", PATIENT).substring(1);
        found.add(BadRequest.post("", bundle("transaction", twice, twice)));
        var lost =
                "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"" + urn + "9\"}}";
        found.add(BadRequest.post("", bundle("transaction", request("POST", "Basic", lost))));
        var condition =
                "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient?identifier="
                        + MARKER + "\"}}";
        found.add(BadRequest.post("", bundle("transaction", request("POST", "Basic", condition))));
        var put = request("PUT", "Patient/twice", "{\"resourceType\":\"Patient\",\"id\":\"twice\"}");
        found.add(BadRequest.post("", bundle("transaction", put, put)));
    }
}
