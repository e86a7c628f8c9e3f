package io.carekeep.store.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Invents resources of many types. Values come from small pools, so that queries find several of them.
final class Invention {

    private static final String LOINC = "http://loinc.org";
    private static final String[] FAMILIES = {"Testwoman", "Testman", "Müller-Test", "O'Testy", "Van der Test", "Teßt"};
    private static final String[] GIVEN = {"Amina", "Bruno", "Zoë", "Anna Lena", "Ida", "Ändre"};
    private static final String[] PLACES = {"Testville", "Sample City", "São Example", "North, East", "Demo|Town"};
    private static final String[] DAYS = {
        "2024-03-10", "2024-11-03", "2023-12-31", "2024-01-01", "2024-02-29", "1999-07-15", "2025-06"
    };
    private static final String[] TIMES = {
        "T01:30:00-05:00",
        "T01:30:00-04:00",
        "T23:30:00Z",
        "T00:00:00Z",
        "T12:00:00.250Z",
        "T03:00:00+02:00",
        "T23:59:59-05:00"
    };
    private static final String[] CODES = {"29463-7", "8302-2", "8480-6", "55284-4"};
    private static final String[] DISPLAYS = {"Body weight", "Body height", "Systolic pressure", "Blood pressure panel"
    };
    private static final String[] NUMBERS = {
        "5", "5.0", "5.4", "5.40", "5.45", "-2", "100", "99.5", "100.5", "0", "0.25"
    };
    private static final String[] SYSTEMS = {"urn:example:a", "urn:example:b"};

    private final Random random;
    private final Map<String, List<String>> made = new LinkedHashMap<>();
    private final Vocabularies vocabularies = new Vocabularies(this);

    Invention(Random random) {
        this.random = random;
    }

    /// Tells that a resource exists, so that later ones can refer to it.
    void exists(String type, String id) {
        made.computeIfAbsent(type, _ -> new ArrayList<>()).add(id);
    }

    /// A JSON object; what is null or an empty object is left out.
    static Map<String, Object> map(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int at = 0; at < pairs.length; at += 2) {
            var value = pairs[at + 1];
            boolean empty = value instanceof Map<?, ?> inner && inner.isEmpty();
            if (value != null && !empty && pairs[at] instanceof String name) {
                map.put(name, value);
            }
        }
        return map;
    }

    <T> T one(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    String one(String... pool) {
        return pool[random.nextInt(pool.length)];
    }

    /// A value, or nothing in so many of a hundred cases.
    <T> @Nullable T unless(int hundredth, T value) {
        return random.nextInt(100) < hundredth ? null : value;
    }

    private List<Object> some(int most, java.util.function.Supplier<Object> each) {
        return IntStream.rangeClosed(0, random.nextInt(most))
                .mapToObj(_ -> each.get())
                .toList();
    }

    @Nullable
    Map<String, Object> refer(int nothing, String... types) {
        var type = one(types);
        var known = made.get(type);
        if (known == null || random.nextInt(100) < nothing) {
            return null;
        }
        int kind = random.nextInt(40);
        if (kind == 0) {
            return map("reference", type + "/not-here");
        }
        if (kind == 1) {
            return map("identifier", identifier(), "display", "somebody");
        }
        if (kind == 2) {
            return map("reference", "http://elsewhere.example/fhir/" + type + "/1");
        }
        var version = kind == 3 ? "/_history/1" : "";
        return map("reference", type + "/" + one(known) + version, "identifier", unless(80, identifier()));
    }

    private @Nullable List<Object> refers(int nothing, String... types) {
        var found = some(2, () -> java.util.Objects.requireNonNullElse(refer(0, types), map("display", "nobody")));
        return unless(nothing, found);
    }

    Map<String, Object> identifier() {
        return map(
                "type", unless(60, map("coding", List.of(map("system", "urn:example:kinds", "code", one("MR", "SS"))))),
                "system", unless(20, one(SYSTEMS)),
                "value", "TEST-" + random.nextInt(12));
    }

    Map<String, Object> concept(String... codes) {
        return map(
                "coding",
                some(2, () -> map("system", unless(15, one(SYSTEMS)), "code", one(codes))),
                "text",
                unless(80, one("as told", "said so: Zoë's word", "to be asked")));
    }

    private Map<String, Object> loinc() {
        int at = random.nextInt(CODES.length);
        return map(
                "coding",
                List.of(map("system", LOINC, "code", CODES[at], "display", DISPLAYS[at])),
                "text",
                unless(70, "as told"));
    }

    Map<String, Object> quantity() {
        return map(
                "value",
                number(),
                "comparator",
                unless(88, one("<", "<=", ">", ">=")),
                "unit",
                unless(20, one("kilogram", "cm")),
                "system",
                "http://unitsofmeasure.org",
                "code",
                one("kg", "cm"));
    }

    Object number() {
        return new java.math.BigDecimal(one(NUMBERS));
    }

    String date() {
        var day = one(DAYS);
        return day.length() < 10 || random.nextInt(3) > 0 ? day : day + one(TIMES);
    }

    private String time() {
        return one(DAYS[0], DAYS[1], DAYS[2], DAYS[3]) + one(TIMES);
    }

    private String day() {
        return one(DAYS[0], DAYS[1], DAYS[2], DAYS[3], DAYS[4], "1970-01-02", "1970-02", "1970", "1981-05-12");
    }

    Map<String, Object> period() {
        var from = one("2023-12-31", "2024-01-01T23:30:00-05:00", "2024-03-10");
        var to = one("2024-03-11", "2024-11-03T01:30:00-04:00", "2025-06");
        int open = random.nextInt(8);
        return map("start", open == 0 ? null : from, "end", open == 1 ? null : to);
    }

    private Map<String, Object> timing() {
        return random.nextBoolean()
                ? map("event", some(2, this::time))
                : map("repeat", map("boundsPeriod", period(), "frequency", 1, "period", 1, "periodUnit", "d"));
    }

    private Map<String, Object> meta() {
        return map(
                "source", unless(60, one("urn:example:source", "http://a.example/x/y#1")),
                "profile", unless(60, List.of(one("http://a.example/p/one", "http://a.example/p/two"))),
                "security", unless(70, List.of(map("system", SYSTEMS[0], "code", one("R", "V")))),
                "tag", unless(50, some(2, () -> map("system", one(SYSTEMS), "code", one("x", "y")))));
    }

    private Object name() {
        return map(
                "use",
                one("official", "old"),
                "family",
                one(FAMILIES),
                "given",
                some(2, () -> one(GIVEN)),
                "prefix",
                unless(70, List.of("Dr.")),
                "text",
                unless(80, one(GIVEN) + "  " + one(FAMILIES)));
    }

    private Map<String, Object> address(String... uses) {
        return map(
                "use",
                one(uses),
                "line",
                List.of(one("1 Test Lane", "22 Example Road")),
                "city",
                one(PLACES),
                "state",
                unless(50, one("TS", "EX")),
                "postalCode",
                one("00001", "00002"),
                "country",
                unless(50, "Testland"));
    }

    private Map<String, Object> telecom() {
        return map("system", one("phone", "email"), "value", one("555-0100", "test@test.example"), "use", "home");
    }

    /// A resource of a type, without an id.
    Map<String, Object> resource(String type) {
        var resource = map("resourceType", type, "meta", unless(40, meta()));
        resource.putAll(
                switch (type) {
                    case "Organization" ->
                        map(
                                "identifier",
                                some(2, this::identifier),
                                "active",
                                unless(40, random.nextBoolean()),
                                "name",
                                one(PLACES) + " Clinic",
                                "alias",
                                unless(60, List.of(one(FAMILIES))),
                                "type",
                                unless(40, List.of(concept("prov", "dept"))),
                                "address",
                                unless(50, List.of(address("work"))),
                                "partOf",
                                refer(50, "Organization"));
                    case "Practitioner" ->
                        map(
                                "identifier",
                                some(2, this::identifier),
                                "active",
                                unless(40, random.nextBoolean()),
                                "name",
                                some(2, this::name),
                                "gender",
                                unless(40, one("male", "female")),
                                "telecom",
                                unless(50, some(2, this::telecom)),
                                "address",
                                unless(60, List.of(address("home", "work"))),
                                "communication",
                                unless(60, List.of(concept("en", "fr"))));
                    case "Location" ->
                        map(
                                "status",
                                one("active", "inactive"),
                                "name",
                                one(PLACES) + " Ward",
                                "alias",
                                unless(60, List.of(one(FAMILIES))),
                                "address",
                                unless(50, address("work")),
                                "type",
                                unless(50, List.of(concept("ER", "HU"))),
                                "managingOrganization",
                                refer(40, "Organization"),
                                "position",
                                unless(20, position()),
                                "partOf",
                                refer(50, "Location"));
                    case "Patient" -> patient();
                    case "ValueSet" ->
                        map(
                                "url",
                                one(
                                        "http://a.example/vs",
                                        "http://a.example/vs/1",
                                        "http://a.example/vs/1/2",
                                        "urn:oid:1.2.3"),
                                "status",
                                one("draft", "active"),
                                "name",
                                one("TestSet", "OtherSet"),
                                "date",
                                unless(40, date()),
                                "version",
                                unless(40, one("1", "2")),
                                "useContext",
                                unless(40, some(2, this::context)),
                                "compose",
                                unless(20, vocabularies.compose()),
                                "expansion",
                                unless(60, vocabularies.expansion()));
                    case "CodeSystem" -> vocabularies.codeSystem();
                    default -> new Clinic(this).resource(type);
                });
        return resource;
    }

    private Map<String, Object> position() {
        return map(
                "latitude", new java.math.BigDecimal(one("47.37", "47.4", "-36.85", "-36.9", "89.9", "-90", "0")),
                "longitude", new java.math.BigDecimal(one("8.54", "8.6", "179.99", "-179.99", "180", "0", "-77.04")));
    }

    private Object context() {
        boolean range = random.nextBoolean();
        var kilograms = map("value", number(), "system", "http://unitsofmeasure.org", "code", "kg");
        return map(
                "code",
                map("system", SYSTEMS[0], "code", one("age", "gender")),
                range ? "valueRange" : "valueQuantity",
                range ? map(one("low", "high"), kilograms) : kilograms);
    }

    private Map<String, Object> patient() {
        int dead = random.nextInt(5);
        return map(
                "identifier",
                some(2, this::identifier),
                "active",
                unless(40, random.nextBoolean()),
                "name",
                some(2, this::name),
                "gender",
                unless(20, one("male", "female", "other")),
                "birthDate",
                unless(15, day()),
                "telecom",
                unless(40, some(2, this::telecom)),
                "address",
                unless(40, some(2, () -> address("home", "work"))),
                dead == 0 ? "deceasedBoolean" : "deceasedDateTime",
                dead == 0 ? random.nextBoolean() : dead == 1 ? date() : null,
                "communication",
                unless(60, List.of(map("language", concept("en", "fr")))),
                "generalPractitioner",
                refers(40, "Practitioner", "Organization"),
                "managingOrganization",
                refer(40, "Organization"));
    }

    List<Object> several(int most, java.util.function.Supplier<Object> each) {
        return some(most, each);
    }

    @Nullable
    List<Object> references(int nothing, String... types) {
        return refers(nothing, types);
    }

    Map<String, Object> code() {
        return loinc();
    }

    Map<String, Object> repeat() {
        return timing();
    }

    String moment() {
        return time();
    }

    boolean chance(int hundredth) {
        return random.nextInt(100) < hundredth;
    }
}
