package io.carekeep.store.upkeep;

import io.carekeep.access.Trails;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads every row, opens it, extracts again what it is found by, and compares the newest version of each resource with
/// the audit log. So a row that was altered, taken away or put back is found, whoever did it.
///
/// It goes through the numbers window by window, each with what the log says of it in memory. What looks wrong while
/// requests go on is looked at again in one snapshot, in which rows and log belong together.
public final class Scrub {

    /// How many flaws a report names.
    public static final int FLAWS_MAX = 10_000;

    private static final int WINDOW = 200_000;
    private static final int EXAMINED = 5_000;
    private static final int BEFORE_ALL = -1;

    private final RowScan scan;
    private final RowCheck check;
    private final VocabularyCheck vocabulary;
    private final Trails trails;
    private final Pace pace;
    private final TransactionTemplate reading;
    private final TransactionTemplate snapshot;
    private final int window;

    /// @param pace rows a second
    public Scrub(Store store, Database database, JsonParser parser, Trails trails, Pace pace) {
        this(store, database, parser, trails, pace, WINDOW);
    }

    Scrub(Store store, Database database, JsonParser parser, Trails trails, Pace pace, int window) {
        this.scan = new RowScan(store, database);
        this.check = new RowCheck(store, parser);
        this.vocabulary = new VocabularyCheck(store, database);
        this.trails = trails;
        this.pace = pace;
        this.window = window;
        this.reading = database.transactions();
        this.snapshot = database.transactions();
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// Reads everything.
    public synchronized ScrubReport run() {
        var all = new Run();
        long from = Long.MIN_VALUE;
        for (var end = scan.windowEnd(from, window); end.isPresent(); end = scan.windowEnd(from, window)) {
            all.window(from, end.get());
            from = end.get() + 1;
        }
        all.window(from, Long.MAX_VALUE);
        all.add(vocabulary.altered());
        return all.report();
    }

    /// One pass over the rows of a span.
    private interface Source {
        List<RowScan.Found> after(long number, int version);
    }

    private long each(Source source, long from, Consumer<RowScan.Found> taker) {
        long count = 0;
        long number = from;
        int version = BEFORE_ALL;
        while (true) {
            long started = System.nanoTime();
            var some = source.after(number, version);
            if (some.isEmpty()) {
                return count;
            }
            some.forEach(taker);
            count += some.size();
            number = some.getLast().number();
            version = some.getLast().version();
            pace.rest(some.size(), Duration.ofNanos(System.nanoTime() - started));
        }
    }

    /// One run.
    private final class Run {

        private final List<Flaw> flaws = new ArrayList<>();
        private boolean more;
        private long rows;
        private long versions;
        private long damagedEntries;

        void window(long from, long to) {
            var ledger = Objects.requireNonNull(
                    reading.execute(_ -> Ledger.read(trails, number -> number >= from && number <= to)));
            damagedEntries = ledger.damaged();
            var suspects = new TreeSet<Long>();
            // By number, how many older versions are still to come.
            var missing = new HashMap<Long, Integer>();
            rows += each((number, version) -> scan.current(from, to, number, version), from, found -> {
                missing.put(found.number(), found.version() - 1);
                if (!isAsItWas(found) || !isNewest(ledger, found)) {
                    suspects.add(found.number());
                }
            });
            versions += each((number, version) -> scan.versions(from, to, number, version), from, found -> {
                missing.merge(found.number(), -1, Integer::sum);
                if (!isAsItWas(found)) {
                    suspects.add(found.number());
                }
            });
            ledger.living().stream()
                    .filter(number -> !missing.containsKey(number))
                    .forEach(suspects::add);
            missing.forEach((number, left) -> {
                if (left != 0) {
                    suspects.add(number);
                }
            });
            add(vocabulary.missing(check.takeCodings()));
            examine(new ArrayList<>(suspects));
        }

        private boolean isAsItWas(RowScan.Found found) {
            return found.row().isPresent() && check.of(found.row().get()).isEmpty();
        }

        private boolean isNewest(Ledger ledger, RowScan.Found found) {
            var newest = ledger.newest(found.number());
            return newest != null
                    && Examination.agrees(newest, found.row().orElseThrow().row());
        }

        private void examine(List<Long> suspects) {
            for (int from = 0; from < suspects.size() && !more; from += EXAMINED) {
                var some = suspects.subList(from, Math.min(suspects.size(), from + EXAMINED));
                add(Objects.requireNonNull(snapshot.execute(_ -> examined(some))));
            }
        }

        private List<Flaw> examined(List<Long> suspects) {
            var numbers = new HashSet<>(suspects);
            var examination = new Examination(scan, check, Ledger.read(trails, numbers::contains));
            suspects.forEach(examination::of);
            return examination.flaws();
        }

        private void add(List<Flaw> found) {
            int room = FLAWS_MAX - flaws.size();
            more |= found.size() > room;
            flaws.addAll(found.subList(0, Math.min(room, found.size())));
        }

        ScrubReport report() {
            return new ScrubReport(rows, versions, damagedEntries, flaws, more);
        }
    }
}
