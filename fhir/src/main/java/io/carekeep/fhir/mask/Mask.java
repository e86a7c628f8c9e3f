package io.carekeep.fhir.mask;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.json.Limits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The elements that somebody may not see. A resource of which something is left out loses its narrative too, which
/// says the same in other words, and is tagged as not whole.
public final class Mask {

    /// Leaves out nothing.
    public static final Mask NONE = new Mask(Set.of());

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    private static final String NARRATIVE = "text";

    private final Set<ElementPath> paths;

    private Mask(Set<ElementPath> paths) {
        this.paths = paths;
    }

    /// Leaves out the elements at these paths.
    public static Mask of(Collection<ElementPath> paths) {
        var kept = new LinkedHashSet<ElementPath>();
        for (var path : paths) {
            if (kept.stream().noneMatch(each -> each.covers(path))) {
                kept.removeIf(path::covers);
                kept.add(path);
            }
        }
        return kept.isEmpty() ? NONE : new Mask(kept);
    }

    public boolean isNone() {
        return paths.isEmpty();
    }

    /// The paths in resources of this type.
    public List<ElementPath> paths(ResourceType type) {
        return paths.stream().filter(path -> path.type().equals(type)).toList();
    }

    /// What this leaves out of resources of this type.
    public Mask within(ResourceType type) {
        return of(paths(type));
    }

    /// The paths as they are written, in alphabetical order.
    public List<String> texts() {
        return paths.stream().map(ElementPath::toString).sorted().toList();
    }

    /// Whether this leaves out no more than the other.
    public boolean isWithin(Mask other) {
        return paths.stream().allMatch(path -> other.paths.stream().anyMatch(each -> each.covers(path)));
    }

    /// What both leave out.
    public Mask and(Mask other) {
        var both = new ArrayList<ElementPath>();
        paths.stream()
                .filter(path -> other.paths.stream().anyMatch(each -> each.covers(path)))
                .forEach(both::add);
        other.paths.stream()
                .filter(path -> paths.stream().anyMatch(each -> each.covers(path)))
                .forEach(both::add);
        return of(both);
    }

    /// What either leaves out.
    public Mask or(Mask other) {
        var all = new ArrayList<>(paths);
        all.addAll(other.paths);
        return of(all);
    }

    /// Whether a resource has something that this leaves out, its narrative aside.
    public boolean touches(Json doc, int resource) {
        return !nodes(doc, resource).isEmpty();
    }

    /// Whether two resources have the same of what this leaves out.
    public boolean leavesSame(Json doc, int resource, Json other, int otherResource) {
        var mine = nodes(doc, resource);
        var its = nodes(other, otherResource);
        return mine.size() == its.size()
                && IntStream.range(0, mine.size()).allMatch(at -> Likeness.same(doc, mine.get(at), other, its.get(at)));
    }

    private List<Integer> nodes(Json doc, int resource) {
        var found = new ArrayList<Integer>();
        resources(doc, resource, each -> {
            for (var path : paths(doc, each)) {
                path.each(doc, each, found::add);
            }
        });
        return found;
    }

    private List<ElementPath> paths(Json doc, int resource) {
        var type = doc.text(resource, "resourceType");
        return type == null ? List.of() : ResourceType.of(type).map(this::paths).orElse(List.of());
    }

    // The resource and those in it.
    private static void resources(Json doc, int resource, IntConsumer visitor) {
        int end = doc.after(resource);
        for (int node = resource; node < end; node++) {
            if (doc.kind(node) == Json.Kind.OBJECT && doc.get(node, "resourceType") != Json.NONE) {
                visitor.accept(node);
            }
        }
    }

    /// The resource without what this leaves out, tagged as not whole if something may be missing.
    public byte[] applied(byte[] resource) {
        if (isNone()) {
            return resource;
        }
        var doc = PARSER.parse(resource);
        return edits(doc)
                .map(edits -> {
                    Subsetted.tag(doc, edits);
                    return edits.bytes();
                })
                .orElse(resource);
    }

    /// The resource without what this leaves out, and without a tag that says so.
    /// @param doc a document that is the resource
    public Json masked(Json doc) {
        return isNone()
                ? doc
                : edits(doc).map(edits -> PARSER.parse(edits.bytes())).orElse(doc);
    }

    // Empty when nothing can be missing.
    private Optional<Edits> edits(Json doc) {
        var gone = new BitSet();
        boolean[] partial = {!paths(doc, 0).isEmpty()};
        resources(doc, 0, each -> {
            var some = paths(doc, each);
            for (var path : some) {
                path.each(doc, each, gone::set);
            }
            partial[0] |= !gone.isEmpty();
            if (!some.isEmpty()) {
                narrative(doc, each, gone);
            }
        });
        if (!partial[0]) {
            return Optional.empty();
        }
        narrative(doc, 0, gone);
        var edits = new Edits(doc, 0);
        prune(doc, 0, gone, edits);
        return Optional.of(edits);
    }

    private static void narrative(Json doc, int resource, BitSet gone) {
        int text = doc.get(resource, NARRATIVE);
        if (text != Json.NONE) {
            gone.set(text);
        }
    }

    // FHIR has no empty objects and lists: what is left with nothing goes too. Returns whether the node goes.
    private static boolean prune(Json doc, int node, BitSet gone, Edits edits) {
        if (gone.get(node)) {
            return true;
        }
        if (doc.kind(node) != Json.Kind.OBJECT && doc.kind(node) != Json.Kind.ARRAY || !below(doc, node, gone)) {
            return false;
        }
        var going = new ArrayList<Integer>();
        boolean stays = false;
        for (int child = doc.first(node); child != Json.NONE; child = doc.next(child, node)) {
            boolean goes = prune(doc, child, gone, edits);
            if (goes) {
                going.add(child);
            }
            stays |= !goes && doc.kind(child) != Json.Kind.NULL;
        }
        if (!stays) {
            return true;
        }
        // The id and extensions of an item stand at its place.
        boolean placed = doc.kind(node) == Json.Kind.ARRAY
                && String.valueOf(doc.nameText(node)).startsWith("_");
        going.forEach(child -> {
            if (placed) {
                edits.replace(child, new byte[] {'n', 'u', 'l', 'l'});
            } else {
                edits.remove(child);
            }
        });
        return false;
    }

    private static boolean below(Json doc, int node, BitSet gone) {
        int next = gone.nextSetBit(node);
        return next >= 0 && next < doc.after(node);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mask mask && mask.paths.equals(paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    @Override
    public String toString() {
        return paths.toString();
    }
}
