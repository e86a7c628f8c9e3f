package io.carekeep.store.oracle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carekeep.base.Refused;
import io.carekeep.fhir.mask.ElementPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/// Leaves elements out of records, written from the rules' meaning without a look at the mask that the store applies:
/// on JSON trees, by names.
final class Projection {

    // 5.40 is not 5.4.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    private static final Set<String> NEEDED = Set.of("resourceType", "id", "meta", "text", "contained", "extension");
    private static final int DEPTH_MAX = 3;

    private Projection() {}

    /// The record without the elements at these paths, such as `Patient.contact.telecom`, and without its narrative.
    static Known of(Known record, List<String> hidden) {
        if (hidden.isEmpty()) {
            return record;
        }
        try {
            var parser = parser();
            var tree = tree(record);
            hidden.forEach(path -> remove(tree, List.of(path.split("\\.")), 1));
            tree.remove("text");
            prune(tree);
            var resource = (Resource) parser.parseResource(JSON.writeValueAsString(tree));
            return new Known(record.type(), record.id(), record.number(), record.at(), resource);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static IParser parser() {
        return FhirContext.forR4Cached().newJsonParser().setStripVersionsFromReferences(false);
    }

    /// A record as JSON.
    static ObjectNode tree(Known record) {
        try {
            return (ObjectNode) JSON.readTree(parser().encodeResourceToString(record.resource()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static void remove(JsonNode node, List<String> words, int at) {
        if (node instanceof ArrayNode items) {
            items.forEach(item -> remove(item, words, at));
        } else if (node instanceof ObjectNode object) {
            for (var name : names(object)) {
                boolean meant = is(name, words.get(at));
                if (meant && at == words.size() - 1) {
                    object.remove(name);
                } else if (meant) {
                    remove(object.get(name), words, at + 1);
                }
            }
        }
    }

    private static List<String> names(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    // `value` is also what JSON calls `valueQuantity`, where that is a choice; `_value` stands beside it.
    private static boolean is(String name, String word) {
        var plain = name.startsWith("_") ? name.substring(1) : name;
        return plain.equals(word) || choice(plain).filter(word::equals).isPresent();
    }

    private static Optional<String> choice(String name) {
        return CHOICES.stream()
                .filter(each -> name.startsWith(each)
                        && name.length() > each.length()
                        && Character.isUpperCase(name.charAt(each.length())))
                .findFirst();
    }

    private static final List<String> CHOICES = List.of(
            "value",
            "effective",
            "onset",
            "abatement",
            "deceased",
            "multipleBirth",
            "medication",
            "performed",
            "occurrence",
            "serviced",
            "allowed",
            "product",
            "item",
            "asNeeded",
            "fastingStatus",
            "collected",
            "timing",
            "subject",
            "born",
            "age",
            "diagnosis",
            "procedure",
            "location",
            "event",
            "source",
            "target",
            "topic",
            "scheduled",
            "reported");

    private static boolean prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            names(object).stream().filter(name -> prune(object.get(name))).forEach(object::remove);
            return object.isEmpty();
        }
        if (node instanceof ArrayNode items) {
            for (int at = items.size() - 1; at >= 0; at--) {
                if (items.get(at) instanceof ObjectNode && prune(items.get(at))) {
                    items.remove(at);
                }
            }
            return items.isEmpty() || items.valueStream().allMatch(NullNode.class::isInstance);
        }
        return false;
    }

    /// Some element that a record has.
    static Optional<String> path(Random random, Known record) {
        var tree = tree(record);
        var path = new StringBuilder(record.type());
        int depth = random.nextBoolean() ? 1 : 1 + random.nextInt(DEPTH_MAX);
        JsonNode at = tree;
        for (int step = 0; step < depth; step++) {
            while (at instanceof ArrayNode items && !items.isEmpty()) {
                at = items.get(random.nextInt(items.size()));
            }
            if (!(at instanceof ObjectNode object)) {
                break;
            }
            var names = names(object).stream()
                    .filter(name -> !NEEDED.contains(name) && !name.startsWith("_"))
                    .toList();
            if (names.isEmpty()) {
                break;
            }
            var name = names.get(random.nextInt(names.size()));
            var word = known(path.toString(), name);
            path.append('.').append(word);
            at = object.get(name);
        }
        return isPath(path.toString()) ? Optional.of(path.toString()) : Optional.empty();
    }

    private static String known(String before, String name) {
        return choice(name).filter(word -> isPath(before + "." + word)).orElse(name);
    }

    private static boolean isPath(String text) {
        try {
            ElementPath.parse(text);
            return true;
        } catch (Refused _) {
            return false;
        }
    }
}
