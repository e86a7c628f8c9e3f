package io.carekeep.fhir.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A place in a JSON document: RFC 6901.
record Pointer(List<String> words) {

    /// The deepest place that is looked for.
    private static final int WORDS_MAX = 100;

    Pointer {
        words = List.copyOf(words);
    }

    /// Reads the text of a pointer; empty when it is none.
    static Optional<Pointer> read(String text) {
        if (text.isEmpty()) {
            return Optional.of(new Pointer(List.of()));
        }
        if (text.charAt(0) != '/' || text.chars().filter(next -> next == '/').count() > WORDS_MAX) {
            return Optional.empty();
        }
        var words = new ArrayList<String>();
        for (var word : text.substring(1).split("/", -1)) {
            if (word.replace("~0", "").replace("~1", "").indexOf('~') >= 0) {
                return Optional.empty();
            }
            words.add(word.replace("~1", "/").replace("~0", "~"));
        }
        return Optional.of(new Pointer(words));
    }

    boolean isRoot() {
        return words.isEmpty();
    }

    Pointer parent() {
        return new Pointer(words.subList(0, words.size() - 1));
    }

    String last() {
        return words.getLast();
    }

    /// Whether this place is inside the other.
    boolean isBelow(Pointer other) {
        return words.size() > other.words.size()
                && words.subList(0, other.words.size()).equals(other.words);
    }
}
