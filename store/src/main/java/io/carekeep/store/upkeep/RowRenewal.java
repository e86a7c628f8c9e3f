package io.carekeep.store.upkeep;

import io.carekeep.access.Permit;
import io.carekeep.base.Check;
import io.carekeep.base.EventLog;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.LogField;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Care;
import io.carekeep.store.Change;
import io.carekeep.store.Row;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import io.carekeep.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Extracts and seals rows again. A row that a writer replaces meanwhile is left to that writer.
final class RowRenewal {

    private enum Event {
        ROW_PASSED_OVER
    }

    private static final EventLog LOG = new EventLog(RowRenewal.class);

    private final Store store;
    private final JsonParser parser;
    private final RowScan scan;

    /// @param batch how many rows one transaction takes
    RowRenewal(Store store, Database database, JsonParser parser, int batch) {
        this.store = store;
        this.parser = parser;
        this.scan = new RowScan(store, database, batch);
    }

    /// Rows that were gone through.
    /// @param number and version of the last
    record Some(int rows, long number, int version) {}

    private record Opened(SealedRow sealed, Version version, Json doc) {}

    /// Goes through the next rows after a place; empty when there are none.
    Optional<Some> some(Permit permit, Walk.Place at) {
        var found = at.current()
                ? scan.current(Long.MIN_VALUE, Long.MAX_VALUE, at.number(), at.version())
                : scan.versions(Long.MIN_VALUE, Long.MAX_VALUE, at.number(), at.version());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var again = renewed(found, at.step(), at.current());
        var there =
                at.current() ? store.rows().currentAgain(again) : store.rows().olderAgain(again);
        there.forEach(row -> permit.trail().resealed(row.number(), row.version(), at.step(), row.digest()));
        return Optional.of(
                new Some(found.size(), found.getLast().number(), found.getLast().version()));
    }

    private List<Row> renewed(List<RowScan.Found> found, int step, boolean current) {
        var opened = new ArrayList<Opened>();
        var named = new ArrayList<ResourceKey>();
        for (var each : found) {
            opened(each).ifPresent(row -> {
                named.add(new ResourceKey(row.version().type(), row.version().id()));
                opened.add(row);
            });
        }
        var targets = new KnownTargets(store.names());
        targets.read(opened.stream().map(Opened::doc).toList());
        named.addAll(targets.keys());
        store.names().carry(named);
        var maker = store.rowMaker(targets);
        Check.that(maker.step() == step, "the walk goes by its own step");
        var again = new ArrayList<Row>();
        var sayings = store.care().sayings();
        var consents = store.consents().sayings();
        for (var each : opened) {
            if (each.version().change() != Change.DELETED) {
                maker.again(each.doc(), each.sealed()).ifPresent(again::add);
                if (current) {
                    say(each, targets, sayings);
                    consents.add(
                            each.doc(),
                            0,
                            each.version().number(),
                            each.version().version(),
                            targets,
                            maker,
                            Care.NOBODY);
                    targets.complete();
                }
            }
        }
        maker.saveVocabulary();
        sayings.saveMissing();
        consents.saveMissing();
        return again;
    }

    // Who wrote it down is not known any more: what was there before relationships were counts for all whom it names.
    private static void say(Opened row, KnownTargets targets, Care.Sayings sayings) {
        var version = row.version();
        sayings.add(row.doc(), 0, version.type(), version.number(), version.version(), targets, Care.NOBODY);
        targets.complete();
    }

    // What doesn't open can't be helped here: reads of it say so, and so does the scrub.
    @HandlesPhi(why = "extracts again what a record is found by")
    private Optional<Opened> opened(RowScan.Found found) {
        try {
            var sealed = found.row();
            if (sealed.isPresent()) {
                var whole = store.reader().whole(sealed.get());
                var version = store.reader().open(whole);
                var doc = version.change() == Change.DELETED
                        ? parser.parse(NOTHING)
                        : parser.parse(version.json().reveal());
                return Optional.of(new Opened(whole, version, doc));
            }
        } catch (Refused _) { // named below
        }
        LOG.error(
                Event.ROW_PASSED_OVER,
                new LogField.Surrogate("number", found.number()),
                new LogField.Count("version", found.version()));
        return Optional.empty();
    }

    private static final byte[] NOTHING = {'{', '}'};
}
