package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import java.util.Arrays;

/// Compares two valid dates or dates with time as they are written, when they are written alike.
final class InOrder {

    private static final int DATE = 10;
    private static final int SECONDS = 19;
    private static final int OFFSET = 6;

    private InOrder() {}

    /// Whether the first is surely not after the second.
    static boolean surely(Json doc, int first, int second) {
        var bytes = doc.bytes();
        int a = doc.start(first) + 1;
        int b = doc.start(second) + 1;
        int lengthA = doc.end(first) - 1 - a;
        int lengthB = doc.end(second) - 1 - b;
        if (Characters.hasEscape(bytes, a, a + lengthA) || Characters.hasEscape(bytes, b, b + lengthB)) {
            return false;
        }
        if (lengthA == DATE && lengthB == DATE) {
            return Arrays.compare(bytes, a, a + DATE, bytes, b, b + DATE) <= 0;
        }
        if (lengthA <= SECONDS || lengthB <= SECONDS || !sameZone(bytes, a + lengthA, b + lengthB)) {
            return false;
        }
        int order = Arrays.compare(bytes, a, a + SECONDS, bytes, b, b + SECONDS);
        return order < 0 || order == 0 && Arrays.equals(bytes, a, a + lengthA, bytes, b, b + lengthB);
    }

    private static boolean sameZone(byte[] bytes, int endA, int endB) {
        if (bytes[endA - 1] == 'Z' || bytes[endB - 1] == 'Z') {
            return bytes[endA - 1] == bytes[endB - 1];
        }
        return Arrays.equals(bytes, endA - OFFSET, endA, bytes, endB - OFFSET, endB);
    }
}
