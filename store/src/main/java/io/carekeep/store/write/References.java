package io.carekeep.store.write;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonText;
import io.carekeep.store.IndexWriter;
import io.carekeep.store.Literals;
import io.carekeep.store.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the references of one request lead to, and what stands in the records in place of those that only the request
/// understands: the `urn:uuid` of an entry, and conditional references (https://hl7.org/fhir/R4/http.html#trules).
final class References implements IndexWriter.Targets {

    /// @param number of the resource
    /// @param written what is stored instead, as JSON, or null when the reference stays
    private record Target(long number, byte @Nullable [] written) {}

    private static final long OUTSIDE = -1;

    private final Map<String, Target> targets = new HashMap<>();

    /// An entry's `fullUrl`, or a condition, leads to this resource.
    void resolve(String reference, ResourceKey key, long number) {
        targets.put(reference, new Target(number, JsonText.quoted(key.type().name() + "/" + key.id())));
    }

    /// Gives each literal reference of these records its number; one that was never mentioned before gets one too.
    void number(List<Draft> drafts, Names names) {
        var keys = new HashMap<String, ResourceKey>();
        for (var draft : drafts) {
            each(draft.doc(), draft.node(), node -> {
                var text = draft.doc().text(node);
                if (!targets.containsKey(text)) {
                    Literals.key(text).ifPresent(key -> keys.put(text, key));
                }
            });
        }
        if (keys.isEmpty()) {
            return;
        }
        var numbers = names.numbers(new ArrayList<>(keys.values()));
        keys.forEach((text, key) -> {
            var number = numbers.get(key);
            if (number != null) {
                targets.put(text, new Target(number, null));
            }
        });
    }

    /// Visits the texts of all references of a record.
    static void each(Json doc, int resource, Consumer<Integer> visitor) {
        Literals.each(doc, resource, visitor);
    }

    /// Whether a reference is a condition, such as `Practitioner?identifier=…`.
    static boolean isCondition(Json doc, int node) {
        int from = doc.start(node) + 1;
        if (!Character.isUpperCase(doc.bytes()[from])) {
            return false;
        }
        for (int at = from; at < doc.end(node) - 1; at++) {
            byte letter = doc.bytes()[at];
            if (letter == '?') {
                return true;
            }
            if (letter == '/') {
                return false;
            }
        }
        return false;
    }

    /// The edits that write what stands in place of references.
    Edits edits(Draft draft) {
        var edits = new Edits(draft.doc(), draft.node());
        each(draft.doc(), draft.node(), node -> {
            var target = targets.get(draft.doc().text(node));
            if (target != null) {
                var written = target.written();
                if (written != null) {
                    edits.replace(node, written);
                }
            }
        });
        return edits;
    }

    @Override
    public long number(String reference) {
        var target = targets.get(reference);
        return target == null ? OUTSIDE : target.number();
    }
}
