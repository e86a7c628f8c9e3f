package io.carekeep.store;

import java.util.List;
import java.util.stream.LongStream;

/// How ranges are asked for: a multirange to compare a row's with and, where the span is narrow, the values of the
/// index that rows with such a range have.
public final class RangeQuery {

    // A wider span is left to the rows' own ranges: so many rows are in it that the index would not narrow it down.
    private static final int BUCKETS_MAX = 64;
    private static final long[] NONE = {};

    private RangeQuery() {}

    /// The multirange of everything between two codes, both inside, under any of these expressions.
    public static String text(List<Integer> expressions, long low, long high) {
        var ranges = new Ranges();
        expressions.forEach(expression -> ranges.add(expression, low, high));
        return ranges.text();
    }

    /// The values of the index, one of which each row with such a range has; empty when there are too many.
    public static long[] buckets(List<Integer> expressions, long low, long high) {
        long count = Ranges.buckets(low, high);
        if (count > BUCKETS_MAX) {
            return NONE;
        }
        return expressions.stream()
                .flatMapToLong(expression -> LongStream.concat(
                        LongStream.of(Ranges.wide(expression)),
                        LongStream.iterate(low, code -> code <= high, Ranges::nextBucket)
                                .map(code -> Ranges.bucket(expression, code))))
                .toArray();
    }
}
