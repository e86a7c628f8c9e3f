package io.carekeep.store;

import io.carekeep.fhir.search.Decimals;
import java.util.Arrays;

/// The ranges of one resource: 48-bit codes with the ordinal of their expression above, so that one multirange holds
/// the ranges of all expressions apart. Kept sorted and merged, as PostgreSQL keeps them.
final class Ranges {

    /// A range that meets more buckets than this is marked as wide instead.
    static final int BUCKETS_MAX = 8;

    // 2^33 milliseconds are 99 days; of numbers, an eighth of a doubling.
    private static final int BUCKET_BITS = 33;
    private static final long WIDE = Decimals.MOST + 1;

    private long[] ends = new long[8];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int expression, long low, long high) {
        if (count + 2 > ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        long from = Numbering.value(expression, low);
        long until = Numbering.value(expression, high) + 1;
        int at = count;
        while (at > 0 && ends[at - 2] > from) {
            ends[at] = ends[at - 2];
            ends[at + 1] = ends[at - 1];
            at -= 2;
        }
        ends[at] = from;
        ends[at + 1] = until;
        count += 2;
    }

    /// The multirange as PostgreSQL writes it.
    String text() {
        if (count == 0) {
            return "{}";
        }
        var text = new StringBuilder(count * 22).append('{');
        for (int at = 0; at < count; ) {
            long from = ends[at];
            long until = ends[at + 1];
            for (at += 2; at < count && ends[at] <= until; at += 2) {
                until = Math.max(until, ends[at + 1]);
            }
            text.append(text.length() > 1 ? "," : "")
                    .append('[')
                    .append(from)
                    .append(',')
                    .append(until)
                    .append(')');
        }
        return text.append('}').toString();
    }

    /// How many buckets a range meets.
    static long buckets(long low, long high) {
        return (high >>> BUCKET_BITS) - (low >>> BUCKET_BITS) + 1;
    }

    /// The value for the index under which ranges in a code's bucket are found.
    static long bucket(int expression, long code) {
        return Numbering.value(expression, code >>> BUCKET_BITS);
    }

    /// The code where the next bucket starts.
    static long nextBucket(long code) {
        return (code >>> BUCKET_BITS) + 1 << BUCKET_BITS;
    }

    /// The value under which wide ranges are found.
    static long wide(int expression) {
        return Numbering.value(expression, WIDE);
    }
}
