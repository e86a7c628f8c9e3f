package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.FHIR;

import java.util.ArrayList;
import java.util.List;

/// Addresses that lead nowhere, and methods that they don't have.
final class BadAddresses {

    private static final List<String> READ = List.of(
            "/Shoe",
            "/Shoe/1",
            "/patient/1",
            "/Patient/nobody",
            "/Patient/a_b",
            "/Patient/Quillmark%20Zebulon",
            "/Patient/" + "a".repeat(65),
            "/Patient/" + "a".repeat(5000),
            "/Patient/%00",
            "/Patient/%",
            "/Patient/%g0",
            "/Patient/%2",
            "/Patient/%ff",
            "/Patient/%c0%80",
            "/Patient/a%2Fb",
            "/Patient/a%5Cb",
            "/Patient/a;b=c_",
            "/Patient/..%2f..",
            "/Patient/a/b",
            "/Patient/a/_history/1/2",
            "/Patient/sound/_history/0",
            "/Patient/sound/_history/-1",
            "/Patient/sound/_history/99",
            "/Patient/sound/_history/1.5",
            "/Patient/sound/_history/x",
            "/Patient/sound/_history/99999999999999999999",
            "/Patient/sound/_history/Quillmark%20Zebulon",
            "/Patient/sound/_history/%00",
            "/Patient/$shoe",
            "/Patient/sound/$shoe",
            "/Patient/nobody/$everything",
            "/Patient/a_b/$everything",
            "/Patient/sound/$everything?_type=Shoe",
            "/Patient/sound/$everything?_since=Quillmark%20Zebulon",
            "/Patient/sound/$everything?_count=-1",
            "/Patient/sound/$everything?_count=0",
            "/Patient/sound/$everything?start=2020",
            "/Patient/sound/$everything?page=Quillmark%20Zebulon",
            "/Observation/sound/$everything",
            "/Patient/nobody/_history",
            "/Patient/_history?_since=Quillmark%20Zebulon",
            "/Patient/_history?_at=2020-13",
            "/Patient/_history?_count=x",
            "/Patient/_history?page=" + "A".repeat(60),
            "/_history?_since=yesterday",
            "/_search",
            "?_type=Patient",
            "/Patient/nobody/$meta",
            "/Patient/sound/$validate?mode=Quillmark%20Zebulon",
            "/$export",
            "/nowhere/at/all/of/this");

    private BadAddresses() {}

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        READ.forEach(path -> found.add(BadRequest.get(path)));
        for (var method : List.of("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FETCH", "get", "Quillmark")) {
            found.add(BadRequest.of(method, "/metadata", "{}", FHIR));
        }
        for (var method : List.of("PUT", "DELETE", "PATCH")) {
            found.add(BadRequest.of(method, "/Patient", "{\"resourceType\":\"Patient\"}", FHIR));
            found.add(BadRequest.of(method, "/Patient/a_b", "{\"resourceType\":\"Patient\",\"id\":\"a_b\"}", FHIR));
            found.add(BadRequest.of(method, "/Shoe/1", "{\"resourceType\":\"Shoe\",\"id\":\"1\"}", FHIR));
            found.add(BadRequest.of(method, "/Patient/sound/_history/1", "{\"resourceType\":\"Patient\"}", FHIR));
            found.add(BadRequest.of(method, "/Patient?name=%ff", "{\"resourceType\":\"Patient\"}", FHIR));
        }
        found.add(BadRequest.post("/Patient/sound", "{\"resourceType\":\"Patient\",\"id\":\"sound\"}"));
        found.add(BadRequest.post("/Shoe", "{\"resourceType\":\"Shoe\"}"));
        return found;
    }
}
