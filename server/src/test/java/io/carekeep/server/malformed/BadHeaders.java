package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.FHIR;
import static io.carekeep.server.malformed.BadRequest.MARKER;

import java.util.ArrayList;
import java.util.List;

/// Headers that can't be understood.
final class BadHeaders {

    private static final String SOUND = "{\"resourceType\":\"Patient\",\"id\":\"sound\",\"active\":false}";
    private static final List<String> TAGS = List.of(
            "*",
            "",
            "W/",
            "W/\"\"",
            "W/\"x\"",
            "W/\"-1\"",
            "\"1.5\"",
            "W/\"99999999999\"",
            "W/\"1\", W/\"2\"",
            "W/\"77\"",
            MARKER);

    private BadHeaders() {}

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        for (var tag : TAGS) {
            found.add(BadRequest.of("PUT", "/Patient/sound", SOUND, FHIR, "If-Match: " + tag));
            found.add(BadRequest.of("DELETE", "/Patient/sound", "", "If-Match: " + tag));
            found.add(BadRequest.of("PATCH", "/Patient/sound", "[]", BadRequest.JSON_PATCH, "If-Match: " + tag));
        }
        for (var tag : List.of("x", "W/", "W/\"x\"", MARKER, "*, W/\"1\"")) {
            found.add(BadRequest.get("/Patient/sound", "If-None-Match: " + tag));
        }
        found.add(BadRequest.of("PUT", "/Patient/sound", SOUND, FHIR, "If-None-Match: *"));
        for (var date : List.of("yesterday", MARKER, "Sat, 99 Aug 2026 12:00:00 GMT", "2026-13-01T00:00:00Z")) {
            found.add(BadRequest.get("/Patient/sound", "If-Modified-Since: " + date));
        }
        for (var condition : List.of(
                "",
                "?",
                "&",
                "birthdate=" + MARKER,
                "birthdate=x",
                "name=%",
                "name=%ff",
                "shoe=1",
                "_has:x=1",
                "_count=1")) {
            found.add(BadRequest.of(
                    "POST", "/Patient", "{\"resourceType\":\"Patient\"}", FHIR, "If-None-Exist: " + condition));
        }
        formats(found);
        framing(found);
        return found;
    }

    private static void formats(List<BadRequest> found) {
        for (var accept : List.of(
                "application/fhir+xml",
                "text/html",
                "image/png",
                "nonsense",
                "*/*;q=0",
                "application/json;q=x",
                "application/fhir+json;fhirVersion=3.0",
                MARKER)) {
            found.add(BadRequest.get("/Patient/sound", "Accept: " + accept));
        }
        for (var encoding : List.of("br", "deflate", "gzip", MARKER)) {
            found.add(BadRequest.of(
                    "POST", "/Patient", "{\"resourceType\":\"Patient\"}", FHIR, "Content-Encoding: " + encoding));
        }
        found.add(BadRequest.of("POST", "/Binary", MARKER, "Content-Type: nonsense"));
    }

    private static void framing(List<BadRequest> found) {
        found.add(BadRequest.get("/Patient/sound?x=1", "Prefer: handling=strict"));
        found.add(BadRequest.get("/Patient/sound", "X-Long: " + "a".repeat(40_000)));
        found.add(BadRequest.get("/Patient/sound", "No colon"));
        found.add(BadRequest.get("/Patient/sound", "Na me: x"));
        for (var length : List.of("-1", "x", "99999999999999999999", "1\r\nContent-Length: 2", "200000000")) {
            found.add(BadRequest.of("POST", "/Patient", "{}", FHIR, "Content-Length: " + length));
        }
        found.add(BadRequest.of("POST", "/Patient", "zz\r\n", FHIR, "Transfer-Encoding: chunked"));
        found.add(BadRequest.of(
                "POST", "/Patient", "0\r\n\r\n", FHIR, "Transfer-Encoding: chunked", "Content-Length: 5"));
        found.add(BadRequest.of("POST", "/Patient", "{}", FHIR, "Transfer-Encoding: " + "nonsense"));
    }
}
