package io.carekeep.server.audit;

import io.carekeep.access.Facts;
import io.carekeep.access.Interaction;
import io.carekeep.access.Trail;
import io.carekeep.audit.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// An entry of the log as its views read it.
/// @param number its place in the log; empty until it has one
/// @param account whose request it was; 0 for nobody who signed in
/// @param way what was asked for; empty when a later version of Carekeep wrote it down
/// @param lines which versions of records were returned or made
record Logged(
        OptionalLong number,
        Instant at,
        long account,
        Optional<Interaction> way,
        Entry.Outcome outcome,
        Facts facts,
        List<Trail.Line> lines) {

    // The numbers in the entries of others are of accounts, alarms and the like.
    private static final Set<Interaction> OF_RECORDS = EnumSet.range(Interaction.READ, Interaction.VALIDATE);

    static {
        OF_RECORDS.add(Interaction.RELEASE_DATA);
    }

    static Logged of(OptionalLong number, Entry entry) {
        var way = Interaction.of(entry.interaction());
        var lines = new ArrayList<Trail.Line>();
        if (way.filter(OF_RECORDS::contains).isPresent()) {
            Trail.each(entry.content(), lines::add);
        }
        return new Logged(
                number,
                Instant.ofEpochMilli(entry.at()),
                entry.account(),
                way,
                entry.outcome(),
                Facts.of(entry),
                List.copyOf(lines));
    }

    /// The records that were returned or made, by number.
    Set<Long> records() {
        var records = new TreeSet<Long>();
        for (var line : lines) {
            switch (line) {
                case Trail.Line.Returned(long record, int _) -> records.add(record);
                case Trail.Line.Changed(long record, int _, byte[] _) -> records.add(record);
                case Trail.Line.Resealed _, Trail.Line.Erased _ -> {}
            }
        }
        return records;
    }

    /// Whether it was written down before entries said whom they are about.
    boolean isMute() {
        return facts.from().isEmpty()
                && facts.session().isEmpty()
                && facts.type().isEmpty()
                && facts.asked().isEmpty();
    }

    @Override
    public String toString() {
        return "entry of " + account;
    }
}
