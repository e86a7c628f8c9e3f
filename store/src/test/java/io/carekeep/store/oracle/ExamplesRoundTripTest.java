package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// HL7's examples go in and come back as they were, but for the id, version and time that the server gives.
final class ExamplesRoundTripTest {

    @Test
    void hl7s_examples_come_back_as_they_went_in() throws IOException {
        try (var store = new TestStore()) {
            var shelf = new Shelf(store);
            shelf.fill();
            var reasons = shelf.refused.entrySet().stream()
                    .collect(Collectors.groupingBy(
                            Map.Entry::getValue,
                            TreeMap::new,
                            Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
            System.out.printf("[examples] %d stored, %d refused%n", shelf.stored.size(), shelf.refused.size());
            reasons.forEach((reason, names) ->
                    System.out.printf("[examples] %d: %s: %s%n", names.size(), reason, String.join(" ", names)));
            assertThat(changed(store, shelf.newest())).isEmpty();
            assertThat(shelf.stored.size()).isGreaterThan(2_680);
        }
    }

    private static List<String> changed(TestStore store, Collection<Shelf.Stored> stored) {
        var changed = new ArrayList<String>();
        store.gate.pass(store.operator, Action.transaction(), permit -> {
            for (var each : stored) {
                var key = new ResourceKey(each.version().type(), each.version().id());
                var read = store.finding.store().read(permit, key);
                boolean same = read instanceof ReadResult.Found(var version)
                        && normal(store.parse(TestStore.json(version))).equals(normal(each.doc()));
                if (!same) {
                    changed.add(each.name());
                }
            }
            return changed.size();
        });
        return changed;
    }

    private static String normal(Json doc) {
        return normal(doc, 0, "");
    }

    /// Everything that a resource says, its members by name; numbers as they are written.
    private static String normal(Json doc, int node, String path) {
        return switch (doc.kind(node)) {
            case OBJECT -> {
                var members = new TreeMap<String, String>();
                for (int each = doc.first(node); each != Json.NONE; each = doc.next(each, node)) {
                    var place = path + "." + doc.nameText(each);
                    if (!place.equals(".id")
                            && !place.equals(".meta.versionId")
                            && !place.equals(".meta.lastUpdated")) {
                        var member = normal(doc, each, place);
                        if (!member.isEmpty()) {
                            members.put(String.valueOf(doc.nameText(each)), member);
                        }
                    }
                }
                yield path.equals(".meta") && members.isEmpty() ? "" : members.toString();
            }
            case ARRAY -> {
                var items = new ArrayList<String>();
                for (int each = doc.first(node); each != Json.NONE; each = doc.next(each, node)) {
                    items.add(normal(doc, each, path + "[]"));
                }
                yield items.toString();
            }
            case STRING -> '"' + doc.text(node) + '"';
            case NUMBER, TRUE, FALSE, NULL -> doc.text(node);
        };
    }
}
