package io.carekeep.store.upkeep;

import io.carekeep.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at all the rows of one resource, within one snapshot of rows and audit log.
final class Examination {

    private static final int BEFORE_ALL = -1;

    private final RowScan scan;
    private final RowCheck check;
    private final Ledger ledger;
    private final List<Flaw> flaws = new ArrayList<>();

    Examination(RowScan scan, RowCheck check, Ledger ledger) {
        this.scan = scan;
        this.check = check;
        this.ledger = ledger;
    }

    /// Whether a current row is the version that the log names as the newest.
    static boolean agrees(Ledger.Newest newest, Row row) {
        return newest.version() == row.version() && newest.digest() == Ledger.first(row.digest());
    }

    void of(long number) {
        var current = scan.current(number, number, number, BEFORE_ALL).stream().findFirst();
        current.ifPresent(this::row);
        var versions = new HashSet<Integer>();
        int last = BEFORE_ALL;
        for (var some = older(number, last); !some.isEmpty(); some = older(number, last)) {
            for (var found : some) {
                row(found);
                versions.add(found.version());
                last = found.version();
            }
        }
        newest(number, current);
        current.ifPresent(found -> chain(found, versions));
    }

    private List<RowScan.Found> older(long number, int version) {
        return scan.versions(number, number, number, version);
    }

    private void row(RowScan.Found found) {
        var row = found.row();
        var flaw = row.isEmpty() ? Optional.of(Flaw.Kind.DAMAGED) : check.of(row.get());
        boolean erased = row.isPresent() && scan.erased(row.get().row().home());
        if (erased) {
            add(found.number(), found.version(), Flaw.Kind.ERASED);
        } else {
            flaw.ifPresent(kind -> add(found.number(), found.version(), kind));
        }
    }

    private void newest(long number, Optional<RowScan.Found> current) {
        var newest = ledger.newest(number);
        if (current.isEmpty()) {
            if (newest != null && !ledger.erased(number, newest.version())) {
                add(number, newest.version(), Flaw.Kind.NEWEST_MISSING);
            }
            return;
        }
        int version = current.get().version();
        if (newest == null || newest.version() < version) {
            add(number, version, Flaw.Kind.UNAUDITED);
        } else if (newest.version() > version) {
            add(number, newest.version(), Flaw.Kind.NEWEST_MISSING);
        } else {
            current.get()
                    .row()
                    .filter(row -> !agrees(newest, row.row()))
                    .ifPresent(_ -> add(number, version, Flaw.Kind.REPLACED));
        }
    }

    private void chain(RowScan.Found current, Set<Integer> versions) {
        for (int version = 1; version < current.version() && flaws.size() < Scrub.FLAWS_MAX; version++) {
            if (!versions.contains(version) && !ledger.erased(current.number(), version)) {
                add(current.number(), version, Flaw.Kind.VERSION_MISSING);
            }
        }
    }

    private void add(long number, int version, Flaw.Kind kind) {
        flaws.add(new Flaw(number, version, kind));
    }

    List<Flaw> flaws() {
        return flaws;
    }
}
