package io.carekeep.fhir.path;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that take a part of a collection: https://hl7.org/fhirpath/N1/#subsetting.
final class Subsetting {

    private Subsetting() {}

    static Map<String, Function> functions() {
        return Map.of(
                "single", Function.of0(Subsetting::single),
                "first", Function.of0(focus -> focus.isEmpty() ? focus : focus.at(0)),
                "last", Function.of0(focus -> focus.isEmpty() ? focus : focus.at(focus.size() - 1)),
                "tail", Function.of0(focus -> part(focus, 1, focus.size())),
                "skip", Function.of1((focus, count) -> part(focus, number(count), focus.size())),
                "take", Function.of1((focus, count) -> part(focus, 0, number(count))));
    }

    private static Items single(Items focus) {
        if (focus.size() > 1) {
            throw Fault.of("at most one item before single()");
        }
        return focus;
    }

    private static int number(Items count) {
        var number = Singles.whole(count);
        if (number == null) {
            throw Fault.of("how many items to skip or take");
        }
        return number;
    }

    private static Items part(Items items, int from, int to) {
        int start = Math.clamp(from, 0, items.size());
        int end = Math.clamp(to, start, items.size());
        if (start == 0 && end == items.size()) {
            return items;
        }
        var part = new Gather();
        for (int place = start; place < end; place++) {
            part.add(items.at(place));
        }
        return part.items();
    }

    /// The item at an index.
    static Items at(Items items, @Nullable Integer index) {
        return index == null || index < 0 || index >= items.size() ? Items.None.NONE : items.at(index);
    }
}
