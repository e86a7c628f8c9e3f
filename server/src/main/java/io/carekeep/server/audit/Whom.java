package io.carekeep.server.audit;

import io.carekeep.store.Surrogates;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Of whom entries tell: an entry names its patients and its records; which record is whose is known by where the
/// record lies now. A record that is gone, or lies with none of the entry's patients now, counts for each of them.
final class Whom {

    private final Surrogates surrogates;
    private final Map<Long, Set<Long>> places = new HashMap<>();
    private final Set<Long> gone = new HashSet<>();

    Whom(Surrogates surrogates) {
        this.surrogates = surrogates;
    }

    /// Looks up at once where the records of these entries lie.
    void learn(Collection<Logged> entries) {
        var unknown = new TreeSet<Long>();
        entries.forEach(each -> unknown.addAll(each.records()));
        unknown.removeAll(places.keySet());
        unknown.removeAll(gone);
        if (unknown.isEmpty()) {
            return;
        }
        places.putAll(surrogates.patients(unknown));
        unknown.removeAll(places.keySet());
        gone.addAll(unknown);
    }

    /// The patients of whom an entry showed or wrote something. One of before entries named them has those in whose
    /// compartments its records lie now.
    Set<Long> patients(Logged entry) {
        var patients = new TreeSet<>(entry.facts().seen());
        patients.addAll(entry.facts().written());
        if (entry.isMute()) {
            for (long record : entry.records()) {
                patients.addAll(places.getOrDefault(record, Set.of()));
            }
        }
        return patients;
    }

    /// Every patient whom it is about, also when nothing of them was shown.
    Set<Long> about(Logged entry) {
        var patients = new TreeSet<>(patients(entry));
        patients.addAll(entry.facts().concerned());
        return patients;
    }

    /// Whether it is about a patient, also when nothing of them was shown.
    boolean isAbout(Logged entry, long patient) {
        return entry.facts().isAbout(patient)
                || entry.isMute() && patients(entry).contains(patient);
    }

    /// The records by which an entry told something of one of its patients.
    Set<Long> records(Logged entry, long patient) {
        var patients = patients(entry);
        var records = new TreeSet<Long>();
        for (long record : entry.records()) {
            if (gone.contains(record) || isOf(patient, places.getOrDefault(record, Set.of()), patients)) {
                records.add(record);
            }
        }
        return records;
    }

    // What is nobody's tells of nobody.
    private static boolean isOf(long patient, Set<Long> place, Set<Long> patients) {
        return place.contains(patient) || !place.isEmpty() && place.stream().noneMatch(patients::contains);
    }

    /// The records of an entry that surely are this patient's.
    Set<Long> own(Logged entry, long patient) {
        var records = new TreeSet<Long>();
        for (long record : entry.records()) {
            if (record == patient || places.getOrDefault(record, Set.of()).contains(patient)) {
                records.add(record);
            }
        }
        return records;
    }
}
