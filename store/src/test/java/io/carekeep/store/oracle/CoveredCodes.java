package io.carekeep.store.oracle;

import static io.carekeep.store.oracle.Invention.map;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.store.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;

/// Value sets and code systems made for the codes that records have: a set with all of them and one with none, and for
/// each system all of its codes below a root.
final class CoveredCodes {

    private static final String UNNAMED = "urn:example:a";
    private static final String ODD = "beside-it";

    private final TestStore store;
    private final List<Known> made = new ArrayList<>();

    /// @param known the systems that a record describes already
    CoveredCodes(TestStore store, List<Token> tokens, Set<String> known) {
        this.store = store;
        var bySystem = new TreeMap<String, Set<String>>();
        for (var token : tokens) {
            var system = token.system().isEmpty() ? UNNAMED : token.system();
            bySystem.computeIfAbsent(system, _ -> new TreeSet<>()).add(token.code());
        }
        put("ValueSet", "covered", valueSet("urn:example:covered", bySystem));
        put("ValueSet", "odd", valueSet("urn:example:odd", Map.of(UNNAMED, Set.of(ODD))));
        int at = 0;
        for (var each : bySystem.entrySet()) {
            if (!known.contains(each.getKey())) {
                put("CodeSystem", "covered-" + at++, codeSystem(each.getKey(), each.getValue()));
            }
        }
    }

    /// A world with these and one record.
    World with(Known record) {
        var all = new ArrayList<>(made);
        all.add(record);
        return new World(all);
    }

    World world() {
        return new World(made);
    }

    private void put(String type, String id, Map<String, Object> resource) {
        resource.put("id", id);
        resource.put("resourceType", type);
        resource.put("status", "active");
        var json = JsonWriter.text(resource);
        store.put(type + "/" + id, json);
        var parsed = (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(json);
        made.add(new Known(type, id, 0, 0, parsed));
    }

    private static Map<String, Object> valueSet(String url, Map<String, Set<String>> codes) {
        var include = codes.entrySet().stream()
                .map(each -> map("system", each.getKey(), "concept", concepts(each.getValue())))
                .toList();
        return map("url", url, "version", "1", "compose", map("include", include));
    }

    private static Map<String, Object> codeSystem(String url, Set<String> codes) {
        var root = map("code", "root-of-all", "concept", concepts(codes));
        return map("url", url, "content", "complete", "concept", List.of(root, map("code", ODD)));
    }

    private static List<Map<String, Object>> concepts(Set<String> codes) {
        return codes.stream().map(each -> map("code", each)).toList();
    }
}
