package io.carekeep.store.oracle;

import static io.carekeep.store.oracle.Invention.map;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Invents value sets and code systems over the codes that the other records have.
final class Vocabularies {

    private static final String LOINC = "http://loinc.org";
    private static final String[] SYSTEMS = {LOINC, "urn:example:a", "urn:example:b"};
    private static final String[] CODES = {
        "29463-7", "8302-2", "8480-6", "55284-4", "visit", "check", "op", "scan", "xray", "lab", "high", "low", "en",
        "prov", "aspirin", "x", "R"
    };

    private final Invention make;
    private int systems;

    Vocabularies(Invention make) {
        this.make = make;
    }

    private Object concept() {
        return map("code", make.one(CODES));
    }

    // Most spell out their codes; some ask for a filter, another value set or a whole system.
    private Map<String, Object> part() {
        var concepts = make.several(6, this::concept);
        boolean other = make.chance(8);
        return map(
                "system",
                make.one(SYSTEMS),
                "concept",
                make.chance(6) ? null : concepts,
                "valueSet",
                other ? List.of("http://a.example/vs/1") : null);
    }

    Map<String, Object> compose() {
        return map("include", make.several(3, this::part), "exclude", make.unless(70, make.several(1, this::part)));
    }

    Map<String, Object> expansion() {
        return map(
                "timestamp",
                "2026-01-01T00:00:00Z",
                "offset",
                make.unless(90, 10),
                "contains",
                make.several(
                        5,
                        () -> map(
                                "system",
                                make.one(SYSTEMS),
                                "code",
                                make.one(CODES),
                                "abstract",
                                make.unless(80, true),
                                "contains",
                                make.unless(60, List.of(map("system", make.one(SYSTEMS), "code", make.one(CODES)))))));
    }

    /// One for each system, and then second ones, so that some are no longer the only ones.
    Map<String, Object> codeSystem() {
        var url = SYSTEMS[systems++ % 4 % SYSTEMS.length];
        boolean nested = make.chance(60);
        return map(
                "url",
                url,
                "status",
                "active",
                "content",
                "complete",
                "hierarchyMeaning",
                make.unless(50, make.chance(85) ? "is-a" : "part-of"),
                "concept",
                nested ? nested(0) : Stream.of(CODES).map(this::flat).toList());
    }

    // Each code once, in a tree.
    private List<Object> nested(int from) {
        int middle = from + 1 + (CODES.length - from) / 2;
        if (from >= CODES.length) {
            return List.of();
        }
        var rest = nested(middle);
        var inner = Stream.of(CODES)
                .limit(middle)
                .skip(from + 1L)
                .<Object>map(each -> map("code", each))
                .toList();
        var all = Stream.concat(inner.stream(), rest.stream()).toList();
        return List.of(map("code", CODES[from], "concept", all.isEmpty() ? null : all));
    }

    private Object flat(String code) {
        var name = make.one("parent", "child");
        var other = make.one(CODES);
        return map("code", code, "property", make.unless(40, List.of(map("code", name, "valueCode", other))));
    }
}
