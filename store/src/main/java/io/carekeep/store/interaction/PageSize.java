package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.SearchParser;
import org.jspecify.annotations.Nullable;

/// How much one page of a history or of everything holds.
final class PageSize {

    private static final int DIGITS_MAX = 9;

    private PageSize() {}

    /// @param count the parameter `_count`, or null; more than the most is taken as the most
    static int of(@Nullable String count) {
        if (count == null) {
            return SearchParser.COUNT_DEFAULT;
        }
        boolean number = !count.isEmpty()
                && count.length() <= DIGITS_MAX
                && count.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        int size = number ? Integer.parseInt(count) : 0;
        if (size == 0) {
            throw new Refused(new Problem.Invalid("_count", "a whole number from 1 on"));
        }
        return Math.min(size, SearchParser.COUNT_MAX);
    }
}
