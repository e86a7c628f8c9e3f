package io.carekeep.store.upkeep;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Change;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import io.carekeep.store.Row;
import io.carekeep.store.RowMaker;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import io.carekeep.store.Version;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Compares a row with the record in it. Not for several threads.
final class RowCheck {

    private final Store store;
    private final JsonParser parser;
    private final KnownTargets references;
    private final Map<Long, Long> codings = new HashMap<>();
    private int step;

    RowCheck(Store store, JsonParser parser) {
        this.store = store;
        this.parser = parser;
        this.references = new KnownTargets(store.names());
        this.step = store.indexing().heardStep();
    }

    /// What is wrong with a row, if anything.
    Optional<Flaw.Kind> of(SealedRow sealed) {
        var row = sealed.row();
        if (sealed.wrapped() == null && row.home() != Numbering.SHARED) {
            return Optional.of(Flaw.Kind.KEY_MISSING);
        }
        Version opened;
        try {
            opened = store.reader().open(sealed);
        } catch (Refused _) {
            return Optional.of(Flaw.Kind.DAMAGED);
        }
        var number = store.names().find(new ResourceKey(opened.type(), opened.id()));
        if (number.isEmpty() || number.getAsLong() != row.number()) {
            return Optional.of(Flaw.Kind.ID);
        }
        return isWhatItSays(row, opened) ? Optional.empty() : Optional.of(Flaw.Kind.INDEX);
    }

    /// The tokens of the codings met since the last call, each with the number of a record that has it; none when they
    /// are tokens of another key now.
    Map<Long, Long> takeCodings() {
        int now = store.indexing().heardStep();
        var taken = now == step ? new HashMap<>(codings) : new HashMap<Long, Long>();
        codings.clear();
        step = now;
        return taken;
    }

    @HandlesPhi(why = "extracts again what a record is found by")
    private boolean isWhatItSays(Row row, Version opened) {
        if (!store.indexing().settled()) {
            // Rows are on their way from one index to another; whoever walks over them compares them all.
            return true;
        }
        if (row.change() == Change.DELETED) {
            return row.index().length == 0 && row.ranges().equals("{}") && row.present() == 0;
        }
        var doc = parser.parse(opened.json().reveal());
        references.read(List.of(doc));
        RowMaker maker = store.checkingMaker(references);
        // A record that names no patient can have its home from what it was written with.
        long other = HomeRule.isPatient(row.home()) ? row.home() : HomeRule.NONE;
        var again = maker.index(doc, 0, opened.type(), row.number(), row.version(), other)
                .unsealed();
        maker.codings().forEach(token -> codings.putIfAbsent(token, row.number()));
        return again.home() == row.home()
                && again.present() == row.present()
                && again.ranges().equals(row.ranges())
                && (Arrays.equals(again.index(), row.index()) || onlyErasedDiffer(row.index(), again.index()));
    }

    // The name of an erased resource is gone, so a reference to it by a chosen id leads nowhere now; the row still has
    // its number.
    private boolean onlyErasedDiffer(long[] stored, long[] again) {
        var surplus = difference(stored, again);
        return !references.complete()
                && difference(again, stored).length <= surplus.length
                && Arrays.stream(surplus)
                        .allMatch(value -> Numbering.isReference(value) || Numbering.isCompartment(value));
    }

    private static long[] difference(long[] of, long[] without) {
        var left = new HashSet<Long>();
        LongStream.of(of).forEach(left::add);
        LongStream.of(without).forEach(left::remove);
        return left.stream().mapToLong(Long::longValue).toArray();
    }
}
