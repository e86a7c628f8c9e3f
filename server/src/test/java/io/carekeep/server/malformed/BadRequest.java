package io.carekeep.server.malformed;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request with something wrong in it.
/// @param path from the FHIR base on, as it is sent
/// @param headers whole lines
record BadRequest(String what, String method, String path, List<String> headers, byte[] body) {

    static final String FHIR = "Content-Type: application/fhir+json";
    static final String JSON_PATCH = "Content-Type: application/json-patch+json";
    /// What must come back nowhere: it stands for a name in a record.
    static final String MARKER = "Quillmark Zebulon";

    static BadRequest get(String path, String... headers) {
        return new BadRequest(
                "GET " + path + " " + String.join(" ", headers), "GET", path, List.of(headers), new byte[0]);
    }

    static BadRequest of(String method, String path, String body, String... headers) {
        return new BadRequest(
                method + " " + path + " " + String.join(" ", headers) + " " + shown(body),
                method,
                path,
                List.of(headers),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static BadRequest post(String path, String body) {
        return of("POST", path, body, FHIR);
    }

    /// A body that is no text.
    static BadRequest post(String what, String path, byte[] body) {
        return new BadRequest(what, "POST", path, List.of(FHIR), body);
    }

    private static String shown(String body) {
        return body.length() < 200 ? body : body.substring(0, 200);
    }

    @Override
    public String toString() {
        return what;
    }
}
