package io.carekeep.store.find;

import io.carekeep.access.Grant;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.store.Change;
import io.carekeep.store.Numbering;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Opens rows as their reader may see them: without what the grants hide that open them.
final class Showing {

    private final Matches matches;
    private final Lookup lookup;
    private final RowReader rows;
    private final Extractor extractor;

    Showing(Matches matches, Lookup lookup, RowReader rows, Extractor extractor) {
        this.matches = matches;
        this.lookup = lookup;
        this.rows = rows;
        this.extractor = extractor;
    }

    /// Questions as they are for the caller.
    MaskedQuery query(Permit permit) {
        return new MaskedQuery(type -> permit.restriction(type).grants(), extractor);
    }

    /// Opens rows that the caller may see, in their order, until they are as much as a page should hold.
    List<Version> page(Permit permit, List<SealedRow> sealed) {
        var opened = rows.openPage(sealed);
        var masks = masks(type -> permit.restriction(type).grants(), sealed);
        if (masks.isEmpty()) {
            return opened;
        }
        var shown = new ArrayList<Version>(opened.size());
        for (int at = 0; at < opened.size(); at++) {
            shown.add(masked(opened.get(at), masks.getOrDefault(sealed.get(at), Mask.NONE)));
        }
        return shown;
    }

    /// A version without what a mask leaves out.
    @HandlesPhi(why = "leaves out of a record what its reader may not see")
    Version masked(Version version, Mask mask) {
        if (mask.isNone() || version.change() == Change.DELETED) {
            return version;
        }
        var shown = mask.applied(version.json().reveal());
        return new Version(
                version.type(),
                version.id(),
                version.number(),
                version.version(),
                version.at(),
                version.change(),
                Phi.of(shown));
    }

    /// A row's record as the mask leaves it.
    Json doc(SealedRow row, Mask mask) {
        return mask.masked(matches.doc(row));
    }

    /// The masks of rows of which something is hidden. An older version that several grants might open is hidden in
    /// what any of them hides: whether they opened it then is not asked.
    Map<SealedRow, Mask> masks(Function<ResourceType, List<Grant>> grants, List<SealedRow> sealed) {
        var masks = new IdentityHashMap<SealedRow, Mask>();
        var undecided = new HashMap<ResourceType, List<SealedRow>>();
        for (var row : sealed) {
            var type = Numbering.type(row.number());
            var some = grants.apply(type);
            if (some.size() == 1) {
                masks.put(row, some.getFirst().mask());
            } else if (!some.isEmpty()) {
                undecided.computeIfAbsent(type, _ -> new ArrayList<>()).add(row);
            }
        }
        undecided.forEach((type, some) -> decide(grants.apply(type), some, masks));
        return masks;
    }

    private void decide(List<Grant> grants, List<SealedRow> sealed, Map<SealedRow, Mask> masks) {
        var all = all(grants);
        var opened = opened(grants, sealed.stream().map(SealedRow::number).collect(Collectors.toSet()));
        // Read last, so that what was decided was decided on no older version than this.
        var current = current(sealed);
        for (var row : sealed) {
            boolean isCurrent = row.row().version() == current.getOrDefault(row.number(), 0);
            masks.put(row, isCurrent ? opened.getOrDefault(row.number(), all) : all);
        }
    }

    /// What any of the grants of a restriction hides.
    Mask all(Restriction restriction) {
        return all(restriction.grants());
    }

    private static Mask all(List<Grant> grants) {
        return grants.stream().map(Grant::mask).reduce(Mask.NONE, Mask::or);
    }

    /// The masks of those of these resources that a grant opens, as they are now.
    Map<Long, Mask> opened(List<Grant> grants, Set<Long> numbers) {
        var left = new TreeSet<>(numbers);
        var opened = new HashMap<Long, Mask>();
        for (var grant : grants) {
            var found = left.isEmpty() ? Set.<Long>of() : opening(grant).of(left);
            found.forEach(number -> opened.put(number, grant.mask()));
            left.removeAll(found);
        }
        return opened;
    }

    // The current versions among those given. None is newer, so of a resource it is the last.
    private Map<Long, Integer> current(List<SealedRow> sealed) {
        var newest = new HashMap<Long, Integer>();
        sealed.forEach(row -> newest.merge(row.number(), row.row().version(), Math::max));
        var numbers = newest.keySet().stream().mapToLong(Long::longValue).toArray();
        var versions = LongStream.of(numbers).map(newest::get).toArray();
        var condition = new Sql().add("exists (select 1 from unnest(").numbers(numbers);
        condition.add("::bigint[], ").numbers(versions).add("::bigint[]) as given (number, version)");
        condition.add(" where given.number = c.number and given.version = c.version)");
        newest.keySet().retainAll(matches.numbers(numbers, condition));
        return newest;
    }

    private Sight opening(Grant grant) {
        return new Sight(matches, new Compiler(_ -> new Restriction.Matching(grant.criteria()), lookup));
    }
}
