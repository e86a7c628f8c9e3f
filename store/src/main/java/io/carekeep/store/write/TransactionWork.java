package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.patch.FhirPathPatch;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import io.carekeep.store.find.ResourceSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries out a prepared transaction in FHIR's order: deletes, creates with updates and patches, reads. Each writes a
/// resource of its own, so those in the middle can be done together.
final class TransactionWork {

    private final Store store;
    private final ResourceSearch search;
    private final Permit permit;
    private final JsonParser parser;
    private final Transaction transaction;
    private final Changes changes;
    private final Protection protection;
    private final TransactionReads reads;
    private final Json bundle;
    private final @Nullable EntryResult[] results;

    TransactionWork(
            Store store,
            ResourceSearch search,
            JsonParser parser,
            Permit permit,
            Transaction transaction,
            Changes changes,
            Protection protection,
            TransactionReads reads) {
        this.store = store;
        this.search = search;
        this.permit = permit;
        this.parser = parser;
        this.transaction = transaction;
        this.changes = changes;
        this.protection = protection;
        this.reads = reads;
        this.bundle = transaction.bundle();
        this.results = new EntryResult[transaction.entries().size()];
    }

    List<EntryResult> results() {
        deletes();
        writes(transaction.of(Entry.Method.POST, Entry.Method.PUT, Entry.Method.PATCH));
        transaction.elsewhere().forEach(at -> results[at] = new EntryResult.Elsewhere());
        long bytes = 0;
        for (var entry : transaction.of(Entry.Method.GET)) {
            if (bytes > RowReader.ANSWER_BYTES) {
                throw new Refused(new Problem.TooCostly("answer-bytes", RowReader.ANSWER_BYTES));
            }
            var result = reads.result(permit, entry);
            results[entry.at()] = result;
            bytes += result.length();
        }
        return Arrays.stream(results).map(java.util.Objects::requireNonNull).toList();
    }

    private void deletes() {
        var gone = new ArrayList<Gone>();
        var places = new ArrayList<Integer>();
        for (var entry : transaction.of(Entry.Method.DELETE)) {
            var row = transaction.row(entry);
            match(entry, row);
            results[entry.at()] = new EntryResult.Wrote(new Written.Removed(0));
            if (row != null && Changes.lives(row) && sees(entry, row)) {
                if (entry.conditional()) {
                    row.note(permit.trail());
                }
                search.demandPermitted(permit, Interaction.DELETE, entry.type(), Set.of(row.number()));
                gone.add(new Gone(row, transaction.id(entry)));
                places.add(entry.at());
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        var rows = changes.delete(gone);
        for (int at = 0; at < rows.size(); at++) {
            results[places.get(at)] =
                    new EntryResult.Wrote(new Written.Removed(rows.get(at).version()));
        }
    }

    private static void match(Entry entry, @Nullable SealedRow row) {
        if (entry.ifMatch().isPresent()
                && (row == null || row.row().version() != entry.ifMatch().getAsInt())) {
            throw new Refused(new Problem.PreconditionFailed(entry.place("request.ifMatch"), "the current version"));
        }
    }

    private boolean sees(Entry entry, @Nullable SealedRow row) {
        return search.sees(permit, entry.type(), Optional.ofNullable(row));
    }

    private void writes(List<Entry> entries) {
        var drafts = new ArrayList<Draft>();
        var places = new ArrayList<Integer>();
        for (var entry : entries) {
            var existing = transaction.existing(entry);
            if (existing != null) {
                existing.note(permit.trail());
                results[entry.at()] = new EntryResult.Wrote(new Written.Existing(search.shown(permit, existing)));
            } else {
                drafts.add(draft(entry));
                places.add(entry.at());
            }
        }
        var written = changes.write(drafts);
        for (int at = 0; at < places.size(); at++) {
            results[places.get(at)] = new EntryResult.Wrote(written.get(at));
        }
    }

    private Draft draft(Entry entry) {
        var row = transaction.row(entry);
        if (transaction.exists(entry) && !sees(entry, row)) {
            throw new Refused(new Problem.Missing(entry.type().name()));
        }
        if (row != null && (entry.conditional() || entry.method() == Entry.Method.PATCH)) {
            row.note(permit.trail());
        }
        match(entry, row);
        return entry.method() == Entry.Method.PATCH ? patched(entry, row) : whole(entry);
    }

    private Draft whole(Entry entry) {
        if (!entry.type().name().equals(bundle.text(entry.resource(), "resourceType"))) {
            throw entry.refused("resource.resourceType", "the type in the entry's URL");
        }
        var id = bundle.text(entry.resource(), "id");
        boolean named = entry.method() == Entry.Method.PUT && !entry.conditional();
        if (named && !transaction.id(entry).equals(id)) {
            throw entry.refused("resource.id", "the id in the entry's URL");
        }
        return transaction.draft(entry, bundle, entry.resource());
    }

    @HandlesPhi(why = "patches the stored record")
    private Draft patched(Entry entry, @Nullable SealedRow row) {
        if (row == null || !Changes.lives(row)) {
            throw new Refused(new Problem.Missing(entry.type().name()));
        }
        var stored = parser.parse(store.reader().open(row).json().reveal());
        var doc = parser.parse(protection.patched(row, stored, each -> applied(entry, each)));
        if (!transaction.id(entry).equals(doc.text(0, "id"))) {
            throw entry.refused("resource", "a patch that leaves the id as it is");
        }
        return transaction.draft(entry, doc, 0);
    }

    // A JSON Patch travels in a Binary, a FHIRPath Patch as Parameters.
    private byte[] applied(Entry entry, Json stored) {
        var patch = bundle.subtree(entry.resource());
        var type = patch.text(0, "resourceType");
        if ("Parameters".equals(type)) {
            return FhirPathPatch.apply(stored, patch);
        }
        var data = "Binary".equals(type) ? patch.text(0, "data") : null;
        if (data == null) {
            throw entry.refused("resource", "Parameters, or a Binary with a JSON Patch");
        }
        try {
            return JsonPatch.apply(stored, parser.parse(Base64.getDecoder().decode(data)));
        } catch (IllegalArgumentException _) {
            throw entry.refused("resource.data", "base64");
        }
    }
}
