package io.carekeep.access;

import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Records that are opened, and what of them is not. Of the grants that open a record the first in a list decides: they
/// stand in such an order that it hides the least.
/// @param criteria what the records are like
public record Grant(Predicate criteria, Mask mask) {

    /// More different masks than a policy for people has: beyond, a record that several grants open is hidden in what
    /// the first of them hides.
    private static final int GRANTS_MAX = 32;

    /// Grants of which the first that opens a record hides what all that open it hide, and no more.
    static List<Grant> ordered(List<Grant> given) {
        var all = new ArrayList<Grant>();
        given.forEach(each -> add(all, each));
        for (int one = 1; one < all.size(); one++) {
            for (int other = 0; other < one && all.size() < GRANTS_MAX; other++) {
                var both = all.get(one).mask().and(all.get(other).mask());
                if (!all.get(one).mask().equals(both) && !all.get(other).mask().equals(both)) {
                    var criteria =
                            List.of(all.get(one).criteria(), all.get(other).criteria());
                    add(all, new Grant(new Predicate.All(criteria), both));
                }
            }
        }
        all.sort(Comparator.comparingLong(each ->
                all.stream().filter(other -> other.mask().isWithin(each.mask())).count()));
        return List.copyOf(all);
    }

    private static void add(List<Grant> all, Grant added) {
        for (int at = 0; at < all.size(); at++) {
            var known = all.get(at);
            if (known.mask().equals(added.mask())) {
                all.set(at, new Grant(new Predicate.Any(List.of(known.criteria(), added.criteria())), known.mask()));
                return;
            }
        }
        all.add(added);
    }
}
