package io.carekeep.server.malformed;

import static io.carekeep.server.malformed.BadRequest.FHIR;

import java.util.ArrayList;
import java.util.List;

/// Searches that can't be understood.
final class BadParameters {

    private static final String Q = "Quillmark%20Zebulon";

    private static final List<String> PATIENT = List.of(
            "birthdate=" + Q,
            "birthdate=",
            "birthdate=1970-13",
            "birthdate=1970-02-30",
            "birthdate=70",
            "birthdate=xx1970",
            "birthdate=ge",
            "birthdate=gege1970",
            "birthdate=1970-01-01T25:00:00Z",
            "birthdate=1970-01-01T10:00:00%2B99:00",
            "birthdate=1970,",
            "birthdate=,1970",
            "birthdate:exact=1970",
            "birthdate:missing=" + Q,
            "birthdate:" + "x".repeat(100) + "=1970",
            "_lastUpdated=yesterday",
            "_lastUpdated=zz2020",
            "name:shoe=" + Q,
            "name:missing=maybe",
            "name=",
            "name=a,,b",
            "name:contains=ab",
            "name:above=a",
            "gender:exact=male",
            "gender:in=" + Q,
            "identifier:of-type=" + Q,
            "identifier:of-type=a%7Cb",
            "identifier=%7C",
            "active=",
            "_id=",
            "_id:exact=a",
            "organization=%20",
            "organization:Shoe=1",
            "organization:Shoe.name=" + Q,
            "organization:.name=a",
            "link:Patient.link:Patient.link:Patient.link:Patient.link:Patient.link:Patient.link:Patient.name=" + Q,
            "_has=" + Q,
            "_has:=" + Q,
            "_has:Observation=" + Q,
            "_has:Observation:patient=" + Q,
            "_has:Shoe:patient:code=" + Q,
            "_has:Observation:shoe:code=" + Q,
            "_has:Observation:code:code=" + Q,
            "_has:Observation:patient:shoe=" + Q,
            "_has:Observation:patient:date=" + Q,
            "_has:Observation:patient:_has=" + Q,
            "_has:Observation:patient:_has:Shoe:x:y=" + Q,
            "_count=-1",
            "_count=" + Q,
            "_count=1.5",
            "_count=99999999999999999999",
            "_count=",
            "_sort=shoe",
            "_sort=-",
            "_sort=name,,birthdate",
            "_sort=--name",
            "_sort=" + Q,
            "_sort=_id,name,birthdate,gender,family",
            "_include=" + Q,
            "_include=Patient",
            "_include=Patient:shoe",
            "_include=Shoe:organization",
            "_include=Patient:name",
            "_include=Patient:organization:Shoe",
            "_include=Patient:organization:Organization:x",
            "_include=",
            "_include:shoe=Patient:organization",
            "_revinclude=Observation",
            "_revinclude=Observation:shoe",
            "_revinclude=Shoe:patient",
            "_revinclude=" + Q,
            "_summary=" + Q,
            "_summary=TRUE",
            "_total=" + Q,
            "_contained=" + Q,
            "_text=" + Q,
            "_content=" + Q,
            "_filter=" + Q,
            "_query=" + Q,
            "_list=",
            "_list=a,,b",
            "_format=xml",
            "_format=" + Q,
            "page=" + Q,
            "page=",
            "page=" + "A".repeat(40),
            "page=" + "A".repeat(4000),
            "page=AAAA&name=" + Q,
            "name=%",
            "name=%g1",
            "name=%1",
            "name=%ff",
            "name=%c3%28",
            "%ff=1",
            "name=" + "a".repeat(8001),
            "name=a" + ",a".repeat(600),
            "name=a" + "&name=a".repeat(120));

    private static final List<String> OBSERVATION = List.of(
            "value-quantity=" + Q,
            "value-quantity=ge",
            "value-quantity=1%7C2%7C3%7C4",
            "value-quantity=1e",
            "value-quantity=1e99999",
            "value-quantity=" + "9".repeat(2000),
            "value-quantity=NaN",
            "value-quantity=--1",
            "value-quantity=",
            "value-quantity:exact=1",
            "code-value-quantity=" + Q,
            "code-value-quantity=a%241%242",
            "code-value-quantity=a%24" + Q,
            "code-value-quantity=%24",
            "component-code-value-concept=a",
            "date=" + Q,
            "date=2020-01-01T10",
            "date=ge2020-01-01T10:00:61Z",
            "subject:identifier=",
            "subject=",
            "subject:missing=1",
            "subject:Patient.birthdate=" + Q,
            "code=a%7Cb%7Cc,",
            "code:of-type=x",
            "_sort=code-value-quantity",
            "_profile:exact=a",
            "_tag:contains=a");

    // Refused only when the client asked for strictness.
    private static final List<String> STRICT = List.of(
            "shoe=1",
            "_elements:x=a",
            "general-practitioner.birthdate=" + Q,
            "shoe:exact=" + Q,
            Q + "=1",
            "name.family=a",
            "organization.shoe=1",
            "a%00=b");

    private BadParameters() {}

    static List<BadRequest> all() {
        var found = new ArrayList<BadRequest>();
        PATIENT.forEach(query -> found.add(BadRequest.get("/Patient?" + query)));
        OBSERVATION.forEach(query -> found.add(BadRequest.get("/Observation?" + query)));
        STRICT.forEach(query -> found.add(BadRequest.get("/Patient?" + query, "Prefer: handling=strict")));
        for (var query : List.of("near=" + Q, "near=1", "near=91%7C0", "near=1%7C2%7C-3", "near=1%7C2%7C3%7Cparsec")) {
            found.add(BadRequest.get("/Location?" + query));
        }
        for (var form : List.of("birthdate=" + Q, "name=%", "name=%ff", "_count=x", "name=" + "a".repeat(70_000))) {
            found.add(
                    BadRequest.of("POST", "/Patient/_search", form, "Content-Type: application/x-www-form-urlencoded"));
        }
        found.add(BadRequest.of("POST", "/Patient/_search", "name=a", FHIR));
        for (var query : List.of("birthdate=" + Q, "name=%ff", "shoe=1", "_id=", "_count=1", "")) {
            found.add(BadRequest.of("DELETE", "/Patient?" + query, ""));
            found.add(BadRequest.of("PUT", "/Patient?" + query, "{\"resourceType\":\"Patient\"}", FHIR));
        }
        return found;
    }
}
