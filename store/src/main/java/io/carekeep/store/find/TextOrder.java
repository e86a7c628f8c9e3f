package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SortTexts;
import io.carekeep.store.SealedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order that only opened records know: by string, token, uri or reference. All matches are opened, up to a named
/// limit.
final class TextOrder {

    /// How many matches may be sorted so.
    static final int SORTED_MAX = 5_000;

    // A mark before each text, so that a missing one sorts behind in either direction.
    private static final String THERE_ASCENDING = "0";
    private static final String MISSING_ASCENDING = "1";

    private final Matches matches;
    private final SortTexts sortTexts;
    private final Showing showing;
    private final Permit permit;
    private final List<Query.SortKey> keys;

    TextOrder(Matches matches, SortTexts sortTexts, Showing showing, Permit permit, List<Query.SortKey> keys) {
        this.matches = matches;
        this.sortTexts = sortTexts;
        this.showing = showing;
        this.permit = permit;
        this.keys = keys;
    }

    /// The first matches after a mark; what has no value under a key comes last.
    List<Matches.Match> page(Query query, Plan plan, @Nullable Mark after, int most) {
        var all = new ArrayList<Matches.Match>();
        var masked = new ArrayList<SealedRow>();
        boolean hides = !permit.restriction(query.type()).grants().isEmpty();
        matches.all(query.type(), plan, "sorted-matches", SORTED_MAX, (row, doc) -> {
            if (hides) {
                masked.add(row);
            } else {
                all.add(match(row, doc == null ? matches.doc(row) : doc));
            }
        });
        var masks = showing.masks(type -> permit.restriction(type).grants(), masked);
        masked.forEach(row -> all.add(match(row, showing.doc(row, masks.getOrDefault(row, Mask.NONE)))));
        all.sort(order());
        return all.stream()
                .filter(each -> after == null || compare(each, after) > 0)
                .limit(most)
                .toList();
    }

    private Matches.Match match(SealedRow row, Json record) {
        var texts = keys.stream().map(key -> text(key, record, row)).toList();
        return new Matches.Match(row, List.of(), texts);
    }

    private String text(Query.SortKey key, Json doc, SealedRow row) {
        var parameter = key.parameter();
        if (parameter == null) {
            return THERE_ASCENDING
                    + "%020d"
                            .formatted(
                                    key.code().equals("_id")
                                            ? row.number()
                                            : row.row().at());
        }
        var found = sortTexts.of(parameter, doc, 0, key.descending());
        if (key.descending()) {
            return found.map(text -> MISSING_ASCENDING + text).orElse(THERE_ASCENDING);
        }
        return found.map(text -> THERE_ASCENDING + text).orElse(MISSING_ASCENDING);
    }

    private Comparator<Matches.Match> order() {
        return (one, other) -> compare(
                one.texts(), one.row().number(), other.texts(), other.row().number());
    }

    private int compare(Matches.Match one, Mark mark) {
        return compare(one.texts(), one.row().number(), mark.texts(), mark.number());
    }

    private int compare(List<String> texts, long number, List<String> others, long other) {
        for (int at = 0; at < keys.size(); at++) {
            int compared = texts.get(at).compareTo(others.get(at));
            if (compared != 0) {
                return keys.get(at).descending() ? -compared : compared;
            }
        }
        return Long.compare(number, other);
    }
}
