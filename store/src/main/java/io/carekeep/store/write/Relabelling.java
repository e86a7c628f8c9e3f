package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Permit;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Care;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import io.carekeep.store.Row;
import io.carekeep.store.RowMaker;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes stored records again with the labels that they lack, inside the gate's transaction. Nothing else of them
/// changes, and nothing else is demanded of them: what was written by other rules is labelled too.
public final class Relabelling {

    private final Store store;
    private final JsonParser parser;

    public Relabelling(Store store, JsonParser parser) {
        this.store = store;
        this.parser = parser;
    }

    /// Writes a new version of those of these resources that lack a label.
    /// @return the labels that each of them lacked
    public List<List<Label>> write(Permit permit, Collection<Long> numbers) {
        var lacking = new ArrayList<List<Label>>();
        var drafts = new ArrayList<Draft>();
        for (var row : store.rows().lock(numbers)) {
            if (Changes.lives(row)) {
                var draft = draft(row);
                var missing = permit.labels().stream()
                        .filter(label -> label.isMissing(draft.doc(), draft.node()))
                        .toList();
                if (!missing.isEmpty()) {
                    lacking.add(missing);
                    drafts.add(new Labelling(missing, parser).labelled(draft));
                }
            }
        }
        if (!drafts.isEmpty()) {
            write(permit, drafts);
        }
        return lacking;
    }

    @HandlesPhi(why = "labels the stored record")
    private Draft draft(SealedRow row) {
        var version = store.reader().open(row);
        var doc = parser.parse(version.json().reveal());
        return new Draft(doc, 0, version.type(), version.number(), version.id(), row, Interaction.UPDATE, "");
    }

    private void write(Permit permit, List<Draft> drafts) {
        var references = new References(store.names());
        var maker = maker(drafts, references);
        references.number(drafts);
        var unsealed = drafts.stream().map(draft -> indexed(draft, maker)).toList();
        var homes = unsealed.stream().map(RowMaker.Unsealed::home).collect(Collectors.toSet());
        var keys = store.homes()
                .lock(homes, Set.of(), drafts.stream().map(Draft::before).toList())
                .keys();
        var rows = new ArrayList<Row>(drafts.size());
        for (int at = 0; at < drafts.size(); at++) {
            var draft = drafts.get(at);
            var row = unsealed.get(at);
            var key = Objects.requireNonNull(keys.get(row.home()));
            rows.add(maker.seal(row, key, draft.doc(), draft.node(), draft.id(), references.edits(draft, row.home())));
        }
        rows.forEach(row -> permit.trail().changed(row.number(), row.version(), row.digest(), row.patients()));
        store.rows().replace(rows);
        maker.saveVocabulary();
        saySame(drafts, references, maker);
    }

    // The rows were locked by this step, and whoever makes the next one waits for this transaction.
    private RowMaker maker(List<Draft> drafts, References references) {
        int step = Objects.requireNonNull(drafts.getFirst().before()).step();
        var maker = store.rowMaker(references);
        if (maker.step() == step) {
            return maker;
        }
        var again = store.rowMakerNow(references);
        if (again.step() != step) {
            throw new Refused(new Problem.Conflict("the index is being changed: try again"));
        }
        // Names that were found by a key that nobody writes with any more are carried over.
        var named = new ArrayList<>(References.keys(drafts));
        drafts.forEach(draft -> named.add(new ResourceKey(draft.type(), draft.id())));
        store.names().numbers(named);
        return again;
    }

    // A record that names no patient stays in the home to which it came otherwise.
    private static RowMaker.Unsealed indexed(Draft draft, RowMaker maker) {
        long home = Objects.requireNonNull(draft.before()).row().home();
        return maker.index(
                draft.doc(),
                draft.node(),
                draft.type(),
                draft.number(),
                draft.version(),
                home != Numbering.SHARED && HomeRule.isPatient(home) ? home : HomeRule.NONE);
    }

    // What the records say of who is bound to whom, and of consents, stays as it was said. Only what was never written
    // down is, since a walk over older records leaves a row that is replaced meanwhile to who replaces it.
    private void saySame(List<Draft> drafts, References references, RowMaker maker) {
        var sayings = store.care().sayings();
        var consents = store.consents().sayings();
        for (var draft : drafts) {
            sayings.add(
                    draft.doc(), draft.node(), draft.type(), draft.number(), draft.version(), references, Care.NOBODY);
            consents.add(draft.doc(), draft.node(), draft.number(), draft.version(), references, maker, Care.NOBODY);
        }
        sayings.saveMissing();
        consents.saveMissing();
    }
}
