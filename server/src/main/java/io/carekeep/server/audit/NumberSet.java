package io.carekeep.server.audit;

import java.util.Arrays;

/// Different numbers, in eight bytes each: a report may count a million of them.
final class NumberSet {

    private static final int FIRST = 8;

    // Those before `sorted` are sorted and different; those behind came since.
    private long[] numbers = new long[FIRST];
    private int sorted;
    private int count;

    void add(long number) {
        if (count == numbers.length) {
            settle();
            numbers = count > numbers.length / 2 ? Arrays.copyOf(numbers, numbers.length * 2) : numbers;
        }
        numbers[count++] = number;
    }

    int size() {
        settle();
        return count;
    }

    private void settle() {
        if (sorted == count) {
            return;
        }
        Arrays.sort(numbers, 0, count);
        int different = 1;
        for (int at = 1; at < count; at++) {
            if (numbers[at] != numbers[different - 1]) {
                numbers[different++] = numbers[at];
            }
        }
        count = different;
        sorted = different;
    }
}
