package io.carekeep.server.audit;

import io.carekeep.store.Surrogates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Of whom entries tell: an entry names its patients and its records; which record is whose is known by where the
/// record lies now. A record that is gone, or lies with none of the entry's patients now, counts for each of them.
final class Whom {

    private static final int KNOWN_MOST = 200_000;
    private static final long GONE = -1;

    private final Surrogates surrogates;
    // Where records are stored; for most entries that is enough.
    private final Map<Long, Long> homes = new HashMap<>();
    private final Map<Long, Set<Long>> places = new HashMap<>();

    Whom(Surrogates surrogates) {
        this.surrogates = surrogates;
    }

    /// Looks up at once where the records of these entries lie. Those of entries before may be forgotten.
    void learn(Collection<Logged> entries) {
        if (homes.size() > KNOWN_MOST) {
            homes.clear();
            places.clear();
        }
        var unknown = new HashSet<Long>();
        entries.forEach(each -> unknown.addAll(each.records()));
        unknown.removeIf(homes::containsKey);
        if (!unknown.isEmpty()) {
            var found = surrogates.homes(unknown);
            unknown.forEach(each -> homes.put(each, found.getOrDefault(each, GONE)));
        }
        var unplaced = new HashSet<Long>();
        entries.forEach(each -> unplaced(each, unplaced));
        if (!unplaced.isEmpty()) {
            var found = surrogates.patients(unplaced);
            unplaced.forEach(each -> places.put(each, found.getOrDefault(each, Set.of())));
        }
    }

    // A record that is stored with the only patient whom an entry is about is known well enough.
    private void unplaced(Logged entry, Set<Long> to) {
        long only = only(entry);
        for (long record : entry.records()) {
            long home = home(record);
            if (home != GONE && home != only && !places.containsKey(record)) {
                to.add(record);
            }
        }
    }

    private static long only(Logged entry) {
        var facts = entry.facts();
        var patients = facts.seen().isEmpty() ? facts.written() : facts.seen();
        boolean alone = patients.size() == 1
                && patients.containsAll(facts.written())
                && patients.containsAll(facts.concerned());
        return alone ? patients.iterator().next() : GONE;
    }

    private long home(long record) {
        return homes.getOrDefault(record, GONE);
    }

    private boolean isGone(long record) {
        return home(record) == GONE;
    }

    private Set<Long> place(long record) {
        var place = places.get(record);
        return place != null ? place : isGone(record) ? Set.of() : Set.of(home(record));
    }

    /// The patients of whom an entry showed or wrote something. One of before entries named them has those in whose
    /// compartments its records lie now.
    Set<Long> patients(Logged entry) {
        if (entry.facts().written().isEmpty() && !entry.isMute()) {
            return entry.facts().seen();
        }
        var patients = new TreeSet<>(entry.facts().seen());
        patients.addAll(entry.facts().written());
        if (entry.isMute()) {
            entry.records().forEach(record -> patients.addAll(place(record)));
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
    List<Long> records(Logged entry, long patient) {
        var patients = patients(entry);
        var records = new ArrayList<Long>();
        for (long record : entry.records()) {
            if (isGone(record) || isOf(patient, place(record), patients)) {
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
            if (record == patient || place(record).contains(patient)) {
                records.add(record);
            }
        }
        return records;
    }
}
