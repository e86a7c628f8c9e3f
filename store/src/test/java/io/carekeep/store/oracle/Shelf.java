package io.carekeep.store.oracle;

import io.carekeep.access.Action;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.write.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A store with HL7's examples in it.
final class Shelf {

    /// An example that went in.
    record Stored(String name, Json doc, Version version) {}

    final List<Stored> stored = new ArrayList<>();

    /// What was refused, and the class of its first fault.
    final Map<String, String> refused = new TreeMap<>();

    private final TestStore store;

    Shelf(TestStore store) {
        this.store = store;
    }

    void fill() throws IOException {
        Examples.each(this::take);
    }

    /// What is there now: of examples with the same type and id, the last.
    Collection<Stored> newest() {
        var newest = new LinkedHashMap<String, Stored>();
        stored.forEach(
                each -> newest.put(each.version().type() + "/" + each.version().id(), each));
        return newest.values();
    }

    private void take(String name, byte[] bytes) {
        try {
            var doc = store.parser.parse(bytes);
            var type = ResourceType.of(String.valueOf(doc.text(0, "resourceType")));
            if (type.isEmpty()) {
                refused.put(name, "no type that is stored: " + doc.text(0, "resourceType"));
                return;
            }
            stored.add(new Stored(name, doc, written(type.get(), doc)));
        } catch (Refused refusal) {
            refused.put(name, reason(refusal.problem()));
        }
    }

    private Version written(ResourceType type, Json doc) {
        var id = doc.text(0, "id");
        var written = id == null
                ? store.write(Action.create(type), permit -> store.writer.create(permit, type, doc, List.of()))
                : store.write(
                        Action.update(type),
                        permit -> store.writer.update(permit, new ResourceKey(type, id), doc, OptionalInt.empty()));
        return switch (written) {
            case Written.Created(var version) -> version;
            case Written.Updated(var version) -> version;
            case Written.Existing(var version) -> version;
            case Written.Removed _ -> throw new AssertionError("a write removes nothing");
        };
    }

    private static String reason(Problem problem) {
        return problem instanceof Problem.Unprocessable(var issues)
                ? issues.getFirst().code() + " " + issues.getFirst().text().replaceAll("[:.,].*", "")
                : problem.getClass().getSimpleName();
    }
}
