package io.carekeep.store.write;

import io.carekeep.access.Permit;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.Change;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Homes;
import io.carekeep.store.Row;
import io.carekeep.store.RowMaker;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import io.carekeep.store.Version;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.vault.HomeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Validates, seals and writes the drafts of one request, some hundred at a time.
final class Changes {

    private static final int CHUNK = 400;
    private static final int ISSUES_MAX = 50;
    private static final byte[] NOTHING = {};

    private final Store store;
    private final ResourceSearch search;
    private final Validator validator;
    private final ExistenceCheck existence;
    private final Permit permit;
    private final References references;
    private final Assignments assignments;
    private final ConsentGuard guard;
    private final Protection protection;
    private final Labelling labelling;
    private final Return wanted;
    private RowMaker maker;
    private boolean settled;

    Changes(
            Store store,
            ResourceSearch search,
            Validator validator,
            ExistenceCheck existence,
            Permit permit,
            References references,
            Protection protection,
            Labelling labelling,
            Return wanted) {
        this.store = store;
        this.search = search;
        this.validator = validator;
        this.existence = existence;
        this.permit = permit;
        this.references = references;
        this.protection = protection;
        this.labelling = labelling;
        this.assignments = new Assignments(store, search, permit, references);
        this.guard = new ConsentGuard(store, search, permit);
        this.wanted = wanted;
        this.maker = store.rowMaker(references);
    }

    /// Writes the drafts and returns what each became, in their order.
    /// @throws Refused naming each fault, or when another writer was faster
    List<Written> write(List<Draft> given) {
        var drafts = given.stream().map(labelling::labelled).toList();
        protection.demandStored(drafts);
        demandChangeable(drafts);
        references.number(drafts);
        existence.check(permit, drafts, references);
        long patient = onlyPatient(drafts);
        var written = new ArrayList<Written>(drafts.size());
        for (int from = 0; from < drafts.size(); from += CHUNK) {
            written.addAll(writeSome(drafts, from, patient, this::put));
        }
        maker.saveVocabulary();
        assignments.save(drafts, maker);
        protection.demandWritten(drafts);
        return written;
    }

    /// Whether a row is one of a live resource.
    static boolean lives(@Nullable SealedRow row) {
        return row != null && row.row().change() != Change.DELETED;
    }

    /// Writes one draft together with the commit: nothing may follow in this transaction.
    Written writeLast(Draft given) {
        var draft = labelling.labelled(given);
        var drafts = List.of(draft);
        if (!protection.isOpen(draft) || assignments.needWritten(draft)) {
            // What it has become is looked at before the commit.
            return write(drafts).getFirst();
        }
        demandChangeable(drafts);
        references.number(drafts);
        existence.check(permit, drafts, references);
        var written =
                writeSome(drafts, 0, onlyPatient(drafts), rows -> store.rows().put(permit.last(), rows.getFirst()));
        maker.saveVocabulary();
        assignments.saveLast(draft, maker);
        return written.getFirst();
    }

    private void demandChangeable(List<Draft> drafts) {
        guard.demandChangeable(drafts.stream()
                .filter(draft -> draft.before() != null)
                .map(Draft::number)
                .toList());
    }

    private static long onlyPatient(List<Draft> drafts) {
        long found = HomeRule.NONE;
        for (var draft : drafts) {
            if (HomeRule.isPatient(draft.number())) {
                if (found != HomeRule.NONE) {
                    return HomeRule.NONE;
                }
                found = draft.number();
            }
        }
        return found;
    }

    private List<Written> writeSome(List<Draft> all, int from, long patient, Consumer<List<Row>> put) {
        var drafts = all.subList(from, Math.min(all.size(), from + CHUNK));
        validate(drafts);
        var unsealed = indexed(drafts, patient);
        var held = held(drafts, unsealed);
        if (!settled && outdated(held.step())) {
            renew(all);
            unsealed = indexed(drafts, patient);
        }
        settled = true;
        var keys = held.keys();
        var rows = new ArrayList<Row>(drafts.size());
        var written = new ArrayList<Written>(drafts.size());
        for (int at = 0; at < drafts.size(); at++) {
            var draft = drafts.get(at);
            var row = sealed(draft, unsealed.get(at), keys);
            rows.add(row);
            written.add(written(draft, row));
            permit.trail().changed(row.number(), row.version(), row.digest(), row.patients());
        }
        put.accept(rows);
        return written;
    }

    private List<RowMaker.Unsealed> indexed(List<Draft> drafts, long patient) {
        var unsealed = new ArrayList<RowMaker.Unsealed>(drafts.size());
        for (var draft : drafts) {
            unsealed.add(maker.index(
                    draft.doc(),
                    draft.node(),
                    draft.type(),
                    draft.number(),
                    draft.version(),
                    OtherPatient.of(draft, references, patient)));
        }
        return unsealed;
    }

    private Homes.Held held(List<Draft> drafts, List<RowMaker.Unsealed> unsealed) {
        var homes = new HashSet<Long>();
        var fresh = new HashSet<Long>();
        for (int at = 0; at < drafts.size(); at++) {
            long home = unsealed.get(at).home();
            homes.add(home);
            if (home == drafts.get(at).number() && isMadeHere(drafts.get(at))) {
                fresh.add(home);
            }
        }
        return store.homes().lock(homes, fresh, replaced(drafts));
    }

    // Once this transaction has seen a step, whoever makes the next one waits for it to end.
    private boolean outdated(int step) {
        int now = step == SealedRow.UNASKED ? store.indexing().step() : step;
        return now != maker.step();
    }

    // Names that were found by a key that nobody writes with any more are carried over to the one that they do.
    private void renew(List<Draft> drafts) {
        maker = store.rowMakerNow(references);
        var named = new ArrayList<>(References.keys(drafts));
        drafts.forEach(draft -> named.add(new ResourceKey(draft.type(), draft.id())));
        store.names().numbers(named);
    }

    private static List<SealedRow> replaced(List<Draft> drafts) {
        return drafts.stream().map(Draft::before).filter(Objects::nonNull).toList();
    }

    // Nobody else can know the id yet.
    private boolean isMadeHere(Draft draft) {
        return draft.before() == null && store.names().id(draft.number()).equals(draft.id());
    }

    private void put(List<Row> rows) {
        // In the order of the indexes, whose pages then fill up one after the other.
        store.rows()
                .insert(rows.stream()
                        .filter(row -> row.version() == 1)
                        .sorted(Comparator.comparingLong(Row::number))
                        .toList());
        store.rows().replace(rows.stream().filter(row -> row.version() > 1).toList());
    }

    private Row sealed(Draft draft, RowMaker.Unsealed row, Map<Long, HomeKey> keys) {
        var key = Objects.requireNonNull(keys.get(row.home()));
        return maker.seal(row, key, draft.doc(), draft.node(), draft.id(), references.edits(draft, row.home()));
    }

    @HandlesPhi(why = "hands a written resource back to its writer")
    private Written written(Draft draft, Row row) {
        var json = wanted == Return.REPRESENTATION ? maker.whole(row, draft.id()) : NOTHING;
        var whole = new Version(
                draft.type(),
                draft.id(),
                row.number(),
                row.version(),
                Instant.ofEpochMilli(row.at()),
                row.change(),
                Phi.of(json));
        var version = wanted == Return.REPRESENTATION ? search.shown(permit, whole) : whole;
        var before = draft.before();
        return before == null || before.row().change() == Change.DELETED
                ? new Written.Created(version)
                : new Written.Updated(version);
    }

    private void validate(List<Draft> drafts) {
        var issues = new ArrayList<Problem.Issue>();
        for (var draft : drafts) {
            for (var issue : validator.validate(draft.doc(), draft.node())) {
                if (issues.size() < ISSUES_MAX) {
                    issues.add(draft.placed(issue));
                }
            }
        }
        if (!issues.isEmpty()) {
            throw new Refused(new Problem.Unprocessable(issues));
        }
    }

    /// Deletes a resource together with the commit: nothing may follow in this transaction.
    Row deleteLast(Gone gone) {
        var numbers = List.of(gone.before().number());
        guard.demandChangeable(numbers);
        store.care().forget(numbers, permit.last());
        store.consents().forget(numbers, permit.last());
        return delete(List.of(gone), rows -> store.rows().put(permit.last(), rows.getFirst()))
                .getFirst();
    }

    /// Deletes resources.
    List<Row> delete(List<Gone> gone) {
        var numbers = gone.stream().map(each -> each.before().number()).toList();
        guard.demandChangeable(numbers);
        store.care().forget(numbers);
        store.consents().forget(numbers);
        return delete(gone, store.rows()::replace);
    }

    private List<Row> delete(List<Gone> gone, Consumer<List<Row>> put) {
        var replaced = gone.stream().map(Gone::before).toList();
        var homes = replaced.stream().map(row -> row.row().home()).collect(Collectors.toSet());
        var keys = store.homes().lock(homes, Set.of(), replaced).keys();
        var rows = new ArrayList<Row>();
        for (var each : gone) {
            var key = Objects.requireNonNull(keys.get(each.before().row().home()));
            var row = maker.deleted(each.before(), key, each.id());
            permit.trail().changed(row.number(), row.version(), row.digest(), row.patients());
            rows.add(row);
        }
        put.accept(rows);
        return rows;
    }
}
