package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.store.find.ResourceSearch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds a write to what the permit allows, on the stored and on the written version. What a caller may not see, or may
/// not change, of records stays as it is: a record of which something is hidden is
/// changed by patches to the rest of it only, and never written over.
final class Protection {

    private final ResourceSearch search;
    private final RowReader reader;
    private final JsonParser parser;
    private final Permit permit;

    Protection(ResourceSearch search, RowReader reader, JsonParser parser, Permit permit) {
        this.search = search;
        this.reader = reader;
        this.parser = parser;
        this.permit = permit;
    }

    private record Stored(Json doc, Draft draft) {}

    private boolean isMasked(Interaction way, ResourceType type) {
        return !permit.restriction(way, type).grants().isEmpty();
    }

    @HandlesPhi(why = "compares a record with what it would become")
    private Json stored(SealedRow row) {
        return parser.parse(reader.open(row).json().reveal());
    }

    /// What may be done with drafts of one kind is asked together.
    private record Kind(Interaction way, ResourceType type) {}

    private Map<Kind, List<Draft>> restricted(List<Draft> drafts) {
        return drafts.stream()
                .filter(draft -> !isOpen(draft))
                .collect(Collectors.groupingBy(draft -> new Kind(draft.way(), draft.type())));
    }

    /// Whether the caller may do this with every resource of its type, and sees all of them.
    boolean isOpen(Draft draft) {
        return permit.restriction(draft.way(), draft.type()) instanceof Restriction.Everything
                && !isMasked(Interaction.READ, draft.type());
    }

    private void demandPermitted(Kind kind, List<Draft> drafts) {
        var numbers = drafts.stream().map(Draft::number).collect(Collectors.toSet());
        search.demandPermitted(permit, kind.way(), kind.type(), numbers);
    }

    /// Demands that the caller may do this with the versions that are stored, and writes over nothing that is hidden or
    /// kept.
    /// @throws Refused naming the type
    void demandStored(List<Draft> drafts) {
        restricted(drafts).forEach((kind, some) -> {
            var live =
                    some.stream().filter(draft -> Changes.lives(draft.before())).toList();
            demandPermitted(kind, live);
            demandUnchanged(live);
        });
    }

    private void demandUnchanged(List<Draft> drafts) {
        for (var draft : drafts) {
            var before = draft.before();
            boolean masked = isMasked(Interaction.READ, draft.type()) || isMasked(draft.way(), draft.type());
            if (before != null && masked) {
                var stored = new Stored(stored(before), draft);
                demandHidden(stored, search.mask(permit, Interaction.READ, before));
                demandKept(stored, search.mask(permit, draft.way(), before));
            }
        }
    }

    private static void demandHidden(Stored stored, Mask hidden) {
        var draft = stored.draft();
        if (hidden.isNone()) {
            return;
        }
        boolean partial = !hidden.paths(draft.type()).isEmpty() || hidden.touches(stored.doc(), 0);
        if (draft.way() == Interaction.UPDATE && partial) {
            throw refused(draft, "you may not see all of this " + draft.type() + ": change what you see by a patch");
        }
        boolean same = hidden.leavesSame(stored.doc(), 0, draft.doc(), draft.node()) && sameNarrative(stored);
        if (partial && !same) {
            throw refused(draft, "the patch changes what you may not see of this " + draft.type());
        }
    }

    private static boolean sameNarrative(Stored stored) {
        int one = stored.doc().get(0, "text");
        int other = stored.draft().doc().get(stored.draft().node(), "text");
        return one == Json.NONE || other == Json.NONE
                ? one == other
                : Likeness.same(stored.doc(), one, stored.draft().doc(), other);
    }

    private static void demandKept(Stored stored, Mask kept) {
        var draft = stored.draft();
        if (!kept.isNone() && !kept.leavesSame(stored.doc(), 0, draft.doc(), draft.node())) {
            throw unchangeable(draft, kept);
        }
    }

    private static Refused unchangeable(Draft draft, Mask kept) {
        return refused(draft, "these elements of a " + draft.type() + " as they are: " + kept.paths(draft.type()));
    }

    private static Refused refused(Draft draft, String reason) {
        return new Refused(new Problem.Forbidden(draft.place().isEmpty() ? reason : draft.place() + ": " + reason));
    }

    /// Demands the same of what the drafts have become, once the rows are written.
    /// @throws Refused naming the type
    void demandWritten(List<Draft> drafts) {
        restricted(drafts).forEach((kind, some) -> {
            demandPermitted(kind, some);
            if (isMasked(kind.way(), kind.type())) {
                demandKept(kind, some);
            }
        });
    }

    private void demandKept(Kind kind, List<Draft> drafts) {
        var numbers = new HashMap<Long, Draft>();
        drafts.forEach(draft -> numbers.put(draft.number(), draft));
        Map<Long, Mask> masks = search.masks(permit, kind.way(), kind.type(), numbers.keySet());
        numbers.forEach((number, draft) -> {
            var mask = masks.getOrDefault(number, Mask.NONE);
            var before = draft.before();
            if (before != null && Changes.lives(before)) {
                demandKept(new Stored(stored(before), draft), mask);
            } else if (mask.touches(draft.doc(), draft.node())) {
                throw unchangeable(draft, mask);
            }
        });
    }

    /// Applies a patch to a record of which something may be hidden: to what the caller sees of it, and so to the
    /// whole.
    /// @throws Refused when these are not the same
    byte[] patched(SealedRow row, Json stored, PatchWork patch) {
        var mask = search.mask(permit, Interaction.READ, row);
        if (mask.isNone()) {
            return patch.applied(stored);
        }
        var seen = parser.parse(patch.applied(mask.masked(stored)));
        var whole = whole(stored, patch);
        if (!Likeness.same(mask.masked(parser.parse(whole)), 0, mask.masked(seen), 0)) {
            throw unseen();
        }
        return whole;
    }

    private static byte[] whole(Json stored, PatchWork patch) {
        try {
            return patch.applied(stored);
        } catch (Refused _) {
            throw unseen();
        }
    }

    private static Refused unseen() {
        return new Refused(new Problem.Forbidden("the patch depends on what you may not see of this record"));
    }
}
