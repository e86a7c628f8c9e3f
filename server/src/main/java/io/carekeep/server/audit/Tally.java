package io.carekeep.server.audit;

import io.carekeep.access.Interaction;
import io.carekeep.access.Purpose;
import io.carekeep.store.Numbering;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What some requests told of somebody, counted: how many requests, from when until when, and how many records of each
/// kind.
final class Tally {

    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long requests;
    private boolean emergency;
    private final Set<String> purposes = new TreeSet<>();
    private final Set<String> ways = new TreeSet<>();
    private final Map<ElementClass, NumberSet> records = new EnumMap<>(ElementClass.class);

    void add(Logged entry, Collection<Long> seen) {
        requests++;
        first = entry.at().isBefore(first) ? entry.at() : first;
        last = entry.at().isAfter(last) ? entry.at() : last;
        entry.facts().purpose().map(Purpose::code).ifPresent(purposes::add);
        entry.way().map(Interaction::word).ifPresent(ways::add);
        for (long record : seen) {
            if (Numbering.isOfResource(record)) {
                records.computeIfAbsent(ElementClass.of(Numbering.type(record)), _ -> new NumberSet())
                        .add(record);
            }
        }
    }

    void inEmergency() {
        emergency = true;
    }

    Instant first() {
        return first;
    }

    Instant last() {
        return last;
    }

    long requests() {
        return requests;
    }

    boolean emergency() {
        return emergency;
    }

    Set<String> purposes() {
        return purposes;
    }

    /// The interactions, such as `read`.
    Set<String> ways() {
        return ways;
    }

    /// How many different records of each class.
    Map<String, Integer> classes() {
        var classes = new TreeMap<String, Integer>();
        records.forEach((each, numbers) -> classes.put(each.word(), numbers.size()));
        return classes;
    }

    long records() {
        return records.values().stream().mapToLong(NumberSet::size).sum();
    }
}
