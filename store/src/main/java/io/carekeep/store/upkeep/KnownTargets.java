package io.carekeep.store.upkeep;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.IndexWriter;
import io.carekeep.store.Literals;
import io.carekeep.store.Names;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the references of stored records lead to: numbers that were given before. Not for several threads.
final class KnownTargets implements IndexWriter.Targets {

    private static final long OUTSIDE = -1;

    private final Names names;
    private final Map<String, ResourceKey> keys = new HashMap<>();
    private Map<ResourceKey, Long> numbers = Map.of();
    private boolean complete = true;

    KnownTargets(Names names) {
        this.names = names;
    }

    /// Looks up what these records refer to.
    void read(List<Json> docs) {
        keys.clear();
        for (var doc : docs) {
            Literals.each(doc, 0, node -> {
                var text = doc.text(node);
                Literals.key(text).ifPresent(key -> keys.put(text, key));
            });
        }
        numbers = keys.isEmpty() ? Map.of() : names.known(keys.values());
        complete = true;
    }

    /// The resources of this server that the records refer to.
    Collection<ResourceKey> keys() {
        return keys.values();
    }

    @Override
    public long number(String reference) {
        var key = keys.get(reference);
        if (key == null) {
            return OUTSIDE;
        }
        var number = numbers.get(key);
        complete &= number != null;
        return number == null ? OUTSIDE : number;
    }

    @Override
    public boolean complete() {
        boolean was = complete;
        complete = true;
        return was;
    }
}
