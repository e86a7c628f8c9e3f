package io.carekeep.store.oracle;

import static io.carekeep.store.oracle.Invention.map;

import java.util.List;
import java.util.Map;

/// Invents the clinical resources.
final class Clinic {

    private static final Map<String, Object> NARRATIVE =
            map("status", "generated", "div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">invented</div>");

    private final Invention make;

    Clinic(Invention make) {
        this.make = make;
    }

    Map<String, Object> resource(String type) {
        return switch (type) {
            case "Encounter" ->
                map(
                        "identifier",
                        make.unless(50, List.of(make.identifier())),
                        "status",
                        make.one("planned", "finished"),
                        "class",
                        map("system", "urn:example:a", "code", make.one("AMB", "IMP")),
                        "type",
                        make.unless(40, List.of(make.concept("visit", "check"))),
                        "subject",
                        make.refer(5, "Patient"),
                        "period",
                        make.unless(20, make.period()),
                        "length",
                        make.unless(50, make.quantity()),
                        "participant",
                        make.unless(40, List.of(map("individual", make.refer(0, "Practitioner")))),
                        "location",
                        make.unless(50, List.of(location())),
                        "serviceProvider",
                        make.refer(40, "Organization"),
                        "partOf",
                        make.refer(70, "Encounter"));
            case "Condition" -> condition();
            case "Observation" -> observation();
            case "MedicationRequest" -> medicationRequest();
            case "Procedure" ->
                map(
                        "status",
                        make.one("completed", "preparation"),
                        "code",
                        make.unless(10, make.concept("op", "scan")),
                        "subject",
                        need("Patient", "Group"),
                        "encounter",
                        make.refer(40, "Encounter"),
                        choice("performed", "DateTime", "Period"),
                        when(),
                        "performer",
                        make.unless(40, List.of(map("actor", need("Practitioner", "Organization")))),
                        "reasonReference",
                        make.references(60, "Condition", "Observation"));
            case "DiagnosticReport" ->
                map(
                        "status",
                        make.one("final", "amended"),
                        "code",
                        make.code(),
                        "subject",
                        make.refer(5, "Patient", "Group"),
                        choice("effective", "DateTime", "Period"),
                        when(),
                        "issued",
                        make.unless(40, make.moment()),
                        "result",
                        make.references(30, "Observation"),
                        "encounter",
                        make.refer(50, "Encounter"),
                        "conclusionCode",
                        make.unless(60, List.of(make.concept("bad", "good"))));
            case "Appointment" ->
                map(
                        "status",
                        make.one("proposed", "cancelled"),
                        "serviceType",
                        make.unless(50, List.of(make.concept("visit", "check"))),
                        "participant",
                        make.several(
                                3,
                                () -> map(
                                        "actor",
                                        need("Patient", "Practitioner", "Location"),
                                        "status",
                                        make.one("accepted", "tentative"))));
            case "Group" ->
                map(
                        "type",
                        "person",
                        "actual",
                        true,
                        "code",
                        make.unless(30, make.concept("cohort", "family")),
                        "member",
                        make.several(3, () -> map("entity", need("Patient"))),
                        "characteristic",
                        make.unless(
                                50,
                                make.several(
                                        2,
                                        () -> map(
                                                "code",
                                                make.concept("age", "sex"),
                                                choice("value", "CodeableConcept", "Boolean"),
                                                value(),
                                                "exclude",
                                                make.chance(50)))));
            case "List" ->
                map(
                        "status",
                        "current",
                        "mode",
                        make.one("working", "snapshot"),
                        "title",
                        make.unless(20, make.one("Test list", "Other")),
                        "subject",
                        make.refer(20, "Patient"),
                        "date",
                        make.unless(30, make.date()),
                        "entry",
                        make.several(4, () -> map("item", need("Patient", "Observation", "Condition", "Encounter"))));
            case "Composition" ->
                map(
                        "status",
                        make.one("final", "preliminary"),
                        "type",
                        make.code(),
                        "title",
                        make.one("Test note", "Summary"),
                        "subject",
                        make.refer(5, "Patient"),
                        "date",
                        make.date(),
                        "author",
                        List.of(need("Practitioner")),
                        "encounter",
                        make.refer(50, "Encounter"),
                        "section",
                        make.unless(
                                40,
                                List.of(map(
                                        "title",
                                        "One",
                                        "text",
                                        NARRATIVE,
                                        "code",
                                        make.concept("s1", "s2"),
                                        "entry",
                                        make.references(20, "Observation", "Condition")))),
                        "event",
                        make.unless(60, List.of(map("period", make.period()))));
            case "ServiceRequest" ->
                map(
                        "status",
                        make.one("active", "completed"),
                        "intent",
                        make.one("order", "plan"),
                        "code",
                        make.concept("xray", "lab"),
                        "subject",
                        need("Patient", "Location"),
                        choice("occurrence", "DateTime", "Period", "Timing"),
                        when(),
                        "instantiatesUri",
                        make.unless(40, List.of(make.one("http://a.example/plan", "http://a.example/plan/1"))),
                        "requester",
                        make.refer(30, "Practitioner"),
                        "basedOn",
                        make.references(80, "ServiceRequest"));
            case "DocumentReference" ->
                map(
                        "status",
                        "current",
                        "type",
                        make.unless(20, make.code()),
                        "subject",
                        make.refer(10, "Patient"),
                        "date",
                        make.unless(30, make.moment()),
                        "description",
                        make.unless(30, make.one("Test scan", "Letter")),
                        "relatesTo",
                        make.several(
                                2,
                                () -> map("code", make.one("replaces", "signs"), "target", need("DocumentReference"))),
                        "content",
                        List.of(map("attachment", map("contentType", make.one("text/plain", "image/png")))));
            default ->
                map(
                        "status",
                        make.one("final", "amended"),
                        "subject",
                        need("Patient"),
                        choice("occurrence", "DateTime", "Period"),
                        when(),
                        "encounter",
                        make.refer(60, "Encounter"),
                        "prediction",
                        make.several(2, this::prediction));
        };
    }

    private Object location() {
        return map("location", need("Location"), "period", make.unless(50, make.period()));
    }

    // A probability is at most 100 percent: the invariant ras-2.
    private Object prediction() {
        var value = new java.math.BigDecimal(make.one("0.25", "0.5", "0.50", "0.995", "1"));
        return make.chance(70)
                ? map("probabilityDecimal", value)
                : map("probabilityRange", map("low", percent("1"), "high", percent("50")));
    }

    private static Object percent(String value) {
        return map("value", new java.math.BigDecimal(value), "system", "http://unitsofmeasure.org", "code", "%");
    }

    private Map<String, Object> condition() {
        return map(
                "identifier",
                make.unless(60, List.of(make.identifier())),
                "clinicalStatus",
                map(
                        "coding",
                        List.of(map(
                                "system",
                                "http://terminology.hl7.org/CodeSystem/condition-clinical",
                                "code",
                                make.one("active", "recurrence")))),
                "code",
                make.unless(10, make.code()),
                "category",
                make.unless(50, List.of(make.concept("list", "diag"))),
                "subject",
                need("Patient", "Group"),
                "encounter",
                make.refer(40, "Encounter"),
                choice("onset", "DateTime", "Period", "String", "Age"),
                when(),
                "recordedDate",
                make.unless(40, make.date()),
                "asserter",
                make.refer(50, "Practitioner", "Patient"),
                "evidence",
                make.unless(70, List.of(map("detail", make.references(0, "Observation")))));
    }

    private Map<String, Object> observation() {
        return map(
                "status",
                make.one("final", "amended"),
                "category",
                make.unless(40, List.of(make.concept("vital", "lab"))),
                "code",
                make.code(),
                "subject",
                make.refer(5, "Patient", "Patient", "Group", "Location"),
                "encounter",
                make.refer(40, "Encounter"),
                choice("effective", "DateTime", "Period", "Timing", "Instant"),
                when(),
                "performer",
                make.references(40, "Practitioner", "Organization", "Patient"),
                choice("value", "Quantity", "CodeableConcept", "String", "DateTime", "Period"),
                value(),
                "component",
                make.unless(
                        60,
                        make.several(
                                2,
                                () -> map(
                                        "code",
                                        make.concept("left", "right"),
                                        choice("value", "Quantity", "CodeableConcept", "String"),
                                        value()))),
                "hasMember",
                make.references(80, "Observation"),
                "derivedFrom",
                make.references(85, "DocumentReference"));
    }

    private Map<String, Object> medicationRequest() {
        return map(
                "status",
                make.one("active", "stopped"),
                "intent",
                make.one("order", "plan"),
                "medicationCodeableConcept",
                make.concept("aspirin", "statin"),
                "subject",
                need("Patient", "Group"),
                "encounter",
                make.refer(40, "Encounter"),
                "authoredOn",
                make.unless(30, make.date()),
                "requester",
                make.refer(40, "Practitioner", "Organization"),
                "dosageInstruction",
                make.unless(50, List.of(map("timing", make.repeat()))));
    }

    private Map<String, Object> need(String... types) {
        var found = make.refer(0, types);
        return found == null ? map("display", "nobody") : found;
    }

    // A choice is named by the type chosen; the value that follows it is made for that name.
    private String chosen = "";

    private String choice(String name, String... types) {
        chosen = make.one(types);
        return name + chosen;
    }

    private @org.jspecify.annotations.Nullable Object when() {
        return make.chance(15) ? null : value();
    }

    private Object value() {
        return switch (chosen) {
            case "Quantity" -> make.quantity();
            case "CodeableConcept" -> make.concept("high", "low", "aspirin");
            case "DateTime" -> make.date();
            case "Instant" -> make.moment();
            case "Period" -> make.period();
            case "Timing" -> make.repeat();
            case "Boolean" -> make.chance(50);
            case "Age" ->
                map(
                        "value",
                        new java.math.BigDecimal(make.one("5", "40", "40.5")),
                        "system",
                        "http://unitsofmeasure.org",
                        "code",
                        "a");
            default -> make.one("Test text", "Other, text", "Größe");
        };
    }
}
