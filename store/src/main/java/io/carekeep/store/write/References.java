package io.carekeep.store.write;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonText;
import io.carekeep.store.IndexWriter;
import io.carekeep.store.Literals;
import io.carekeep.store.Names;
import io.carekeep.store.RowMaker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the references of one request lead to, and what stands in the records in place of those that only the request
/// understands: the `urn:uuid` of an entry, and conditional references (https://hl7.org/fhir/R4/http.html#trules).
final class References implements IndexWriter.Targets {

    /// @param number of the resource
    /// @param made whether its id was made here, so that the number is stored in place of it
    /// @param written what is stored instead of another, as JSON, or null when the reference stays
    private record Target(long number, boolean made, byte @Nullable [] written) {}

    private static final long OUTSIDE = -1;
    private static final byte[] URN = "urn:uuid:".getBytes(StandardCharsets.US_ASCII);

    private final Names names;
    private final Map<String, Target> targets = new HashMap<>();

    References(Names names) {
        this.names = names;
    }

    /// An entry's `fullUrl`, or a condition, leads to this resource.
    /// @return false when it leads elsewhere already
    boolean resolve(String reference, ResourceKey key, long number) {
        var target = new Target(
                number, names.own(key).isPresent(), JsonText.quoted(key.type().name() + "/" + key.id()));
        return targets.putIfAbsent(reference, target) == null;
    }

    /// Whether a reference leads somewhere.
    boolean knows(String reference) {
        return targets.containsKey(reference);
    }

    /// Gives each literal reference of these records its number; one that was never mentioned before gets one too.
    void number(List<Draft> drafts) {
        var keys = new HashMap<String, ResourceKey>();
        for (var draft : drafts) {
            each(draft.doc(), draft.node(), node -> {
                var text = draft.doc().text(node);
                if (!targets.containsKey(text)) {
                    Literals.key(text).ifPresent(key -> {
                        var own = names.own(key);
                        if (own.isPresent()) {
                            targets.put(text, new Target(own.getAsLong(), isWhole(text, key), null));
                        } else {
                            keys.put(text, key);
                        }
                    });
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
                targets.put(text, new Target(number, false, null));
            }
        });
    }

    /// The resources that the literal references of these records name.
    static List<ResourceKey> keys(List<Draft> drafts) {
        var keys = new ArrayList<ResourceKey>();
        for (var draft : drafts) {
            each(
                    draft.doc(),
                    draft.node(),
                    node -> Literals.key(draft.doc().text(node)).ifPresent(keys::add));
        }
        return keys;
    }

    // A reference to a version says more than its resource.
    private static boolean isWhole(String text, ResourceKey key) {
        return text.length() == key.type().name().length() + 1 + key.id().length();
    }

    /// Visits the texts of all references of a record.
    static void each(Json doc, int resource, Consumer<Integer> visitor) {
        Literals.each(doc, resource, visitor);
    }

    /// Whether a reference is a `urn:uuid`, which only the bundle that it came in understands.
    static boolean isUrn(Json doc, int node) {
        int from = doc.start(node) + 1;
        return Arrays.equals(doc.bytes(), from, Math.min(from + URN.length, doc.end(node)), URN, 0, URN.length);
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
    /// @param home of the row
    Edits edits(Draft draft, long home) {
        var edits = new Edits(draft.doc(), draft.node());
        each(draft.doc(), draft.node(), node -> {
            var target = targets.get(draft.doc().text(node));
            if (target != null) {
                var written = target.made() ? RowMaker.reference(target.number(), home) : target.written();
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
