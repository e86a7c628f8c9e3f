package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.Change;
import io.carekeep.store.Names;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes resources. Each call is inside the gate's transaction, so that a change and its audit entry are one.
public final class ResourceWriter {

    private static final int MATCH_ATTEMPTS = 5;

    private final Store store;
    private final ResourceSearch search;
    private final TransactionReads reads;
    private final Conditions conditions;
    private final Validator validator;
    private final ExistenceCheck existence;
    private final JsonParser parser;

    public ResourceWriter(
            Store store,
            ResourceStore resources,
            ResourceSearch search,
            SearchParser searches,
            Validator validator,
            ReferenceRule rule,
            JsonParser parser) {
        this.store = store;
        this.search = search;
        this.reads = new TransactionReads(resources, search, searches);
        this.conditions = new Conditions(search, searches);
        this.validator = validator;
        this.existence = new ExistenceCheck(rule, search, validator);
        this.parser = parser;
    }

    /// https://hl7.org/fhir/R4/http.html#create
    /// @param ifNoneExist the condition of a conditional create; empty for none
    public Written create(Permit permit, ResourceType type, Json doc, List<Parameter> ifNoneExist) {
        typed(doc, type);
        if (!ifNoneExist.isEmpty()) {
            var condition = new Conditions.Condition(type, ifNoneExist, "If-None-Exist");
            store.locks().take(List.of(condition.hash()));
            var found = conditions.one(permit, condition);
            if (found.isPresent()) {
                found.get().note(permit.trail());
                return new Written.Existing(search.shown(permit, found.get()));
            }
        }
        long number = store.numbers().next(type);
        return write(permit, new Draft(doc, 0, type, number, store.names().id(number), null, Interaction.CREATE, ""));
    }

    private static void typed(Json doc, ResourceType type) {
        if (doc.kind(0) != Json.Kind.OBJECT || !type.name().equals(doc.text(0, "resourceType"))) {
            throw new Refused(new Problem.Invalid("resourceType", type.name() + ", as the address says"));
        }
    }

    private Written write(Permit permit, Draft draft) {
        var references = new References(store.names());
        conditionalReferences(permit, draft, references);
        return changes(permit, references, Return.REPRESENTATION).writeLast(draft);
    }

    private Changes changes(Permit permit, References references, Return wanted) {
        return new Changes(
                store,
                search,
                validator,
                existence,
                permit,
                references,
                protection(permit),
                new Labelling(permit.labels(), parser),
                wanted);
    }

    private Protection protection(Permit permit) {
        return new Protection(search, store.reader(), parser, permit);
    }

    private void conditionalReferences(Permit permit, Draft draft, References references) {
        References.each(draft.doc(), draft.node(), node -> {
            if (References.isCondition(draft.doc(), node)) {
                var text = draft.doc().text(node);
                var condition = Conditions.Condition.parse(text, draft.type().name());
                var row = conditions
                        .one(permit, condition)
                        .orElseThrow(() -> new Refused(new Problem.PreconditionFailed(
                                draft.type().name(), "conditional references that exactly one resource meets")));
                var key = new ResourceKey(
                        condition.type(), store.reader().open(row).id());
                references.resolve(text, key, row.number());
            }
        });
    }

    /// https://hl7.org/fhir/R4/http.html#update, also as create.
    /// @param ifMatch the version that must be current
    public Written update(Permit permit, ResourceKey key, Json doc, OptionalInt ifMatch) {
        typed(doc, key.type());
        var id = doc.text(0, "id");
        if (id == null || !id.equals(key.id())) {
            throw new Refused(new Problem.Invalid(key.type().name() + ".id", "the id in the address"));
        }
        var own = store.names().own(key);
        var before = own.isPresent() ? locked(permit, key, own.getAsLong()) : null;
        if (before == null) {
            // Another request may be making it.
            store.locks().take(List.of(Names.hash(key)));
        }
        long number = store.names().number(key);
        if (before == null) {
            before = locked(permit, key, number);
        }
        match(before, ifMatch);
        return write(permit, new Draft(doc, 0, key.type(), number, key.id(), before, Interaction.UPDATE, ""));
    }

    private @Nullable SealedRow locked(Permit permit, ResourceKey key, long number) {
        var found = store.rows().lock(List.of(number)).stream().findFirst();
        if (!search.sees(permit, key.type(), found)) {
            throw new Refused(new Problem.Missing(key.type().name()));
        }
        return found.orElse(null);
    }

    private static void match(@Nullable SealedRow before, OptionalInt ifMatch) {
        if (ifMatch.isPresent() && (before == null || before.row().version() != ifMatch.getAsInt())) {
            throw new Refused(new Problem.PreconditionFailed(
                    "If-Match", "the current version: somebody changed the resource meanwhile, read it again"));
        }
    }

    /// Conditional update: https://hl7.org/fhir/R4/http.html#cond-update.
    public Written update(Permit permit, ResourceType type, List<Parameter> condition, Json doc, OptionalInt ifMatch) {
        typed(doc, type);
        var asked = new Conditions.Condition(type, condition, "query");
        var id = doc.text(0, "id");
        var chosen = id == null ? null : ResourceKey.parse(type.name(), id);
        var hashes = new ArrayList<>(List.of(asked.hash()));
        if (chosen != null) {
            hashes.add(Names.hash(chosen));
        }
        // Both at once, and so in the order in which everybody takes them.
        store.locks().take(hashes);
        var found = lockedMatch(permit, asked);
        if (found.isEmpty()) {
            match(null, ifMatch);
            return chosen == null
                    ? create(permit, type, doc, List.of())
                    : update(permit, chosen, doc, OptionalInt.empty());
        }
        var before = found.get();
        // Who is told that there is one has learnt of a patient.
        before.note(permit.trail());
        var key = key(type, before);
        if (id != null && !id.equals(key.id())) {
            throw new Refused(new Problem.Invalid(type.name() + ".id", "no id, or that of the resource found"));
        }
        match(before, ifMatch);
        return write(permit, new Draft(doc, 0, type, before.number(), key.id(), before, Interaction.UPDATE, ""));
    }

    // Somebody may change the one match before it is locked, and it need not meet the condition any more.
    private Optional<SealedRow> lockedMatch(Permit permit, Conditions.Condition condition) {
        for (int attempt = 0; attempt < MATCH_ATTEMPTS; attempt++) {
            var found = conditions.one(permit, condition);
            if (found.isEmpty()) {
                return found;
            }
            var locked =
                    store.rows().lock(List.of(found.get().number())).stream().findFirst();
            if (locked.isPresent()
                    && locked.get().row().version() == found.get().row().version()) {
                return locked;
            }
        }
        throw new Refused(new Problem.Conflict("somebody else keeps changing the resource: try again"));
    }

    private ResourceKey key(ResourceType type, SealedRow row) {
        return new ResourceKey(type, store.reader().open(row).id());
    }

    /// https://hl7.org/fhir/R4/http.html#patch
    public Written patch(Permit permit, ResourceKey key, PatchWork patch, OptionalInt ifMatch) {
        var number = store.names().find(key);
        var before = number.isEmpty() ? null : locked(permit, key, number.getAsLong());
        if (before == null) {
            throw new Refused(new Problem.Missing(key.type().name()));
        }
        if (before.row().change() == Change.DELETED) {
            throw new Refused(
                    new Problem.Deleted(key.type().name(), before.row().version()));
        }
        // The answer, or a refusal, tells what the record holds.
        before.note(permit.trail());
        match(before, ifMatch);
        return write(permit, patched(permit, key, before, patch));
    }

    @HandlesPhi(why = "patches the stored record")
    private Draft patched(Permit permit, ResourceKey key, SealedRow before, PatchWork patch) {
        var stored = parser.parse(store.reader().open(before).json().reveal());
        var doc = parser.parse(protection(permit).patched(before, stored, patch));
        typed(doc, key.type());
        if (!key.id().equals(doc.text(0, "id"))) {
            throw new Refused(new Problem.Invalid(key.type().name() + ".id", "unchanged: a patch can't change an id"));
        }
        return new Draft(doc, 0, key.type(), before.number(), key.id(), before, Interaction.PATCH, "");
    }

    /// Conditional patch: of the one match.
    public Written patch(
            Permit permit, ResourceType type, List<Parameter> condition, PatchWork patch, OptionalInt ifMatch) {
        var found = lockedMatch(permit, new Conditions.Condition(type, condition, "query"))
                .orElseThrow(() -> new Refused(new Problem.Missing(type.name())));
        return patch(permit, key(type, found), patch, ifMatch);
    }

    /// https://hl7.org/fhir/R4/http.html#delete
    public Written delete(Permit permit, ResourceKey key, OptionalInt ifMatch) {
        var number = store.names().find(key);
        var found = number.isEmpty()
                ? Optional.<SealedRow>empty()
                : store.rows().lock(List.of(number.getAsLong())).stream().findFirst();
        if (found.isEmpty() || !search.sees(permit, key.type(), found)) {
            return new Written.Removed(0);
        }
        var before = found.get();
        match(before, ifMatch);
        if (before.row().change() == Change.DELETED) {
            return new Written.Removed(before.row().version());
        }
        search.demandPermitted(permit, Interaction.DELETE, key.type(), Set.of(before.number()));
        return removed(permit, before, key);
    }

    private Written removed(Permit permit, SealedRow before, ResourceKey key) {
        var changes = changes(permit, new References(store.names()), Return.MINIMAL);
        var gone = new Gone(before, key.id());
        return new Written.Removed(changes.deleteLast(gone).version());
    }

    /// Conditional delete: of one match.
    public Written delete(Permit permit, ResourceType type, List<Parameter> condition) {
        var found = lockedMatch(permit, new Conditions.Condition(type, condition, "query"));
        if (found.isEmpty()) {
            return new Written.Removed(0);
        }
        found.get().note(permit.trail());
        return delete(permit, key(type, found.get()), OptionalInt.empty());
    }

    /// https://hl7.org/fhir/R4/http.html#transaction
    /// @param bundle of type `transaction`, parsed with the definitions' names
    public List<EntryResult> transaction(Permit permit, Json bundle, Return wanted) {
        return transaction(permit, bundle, Set.of(), wanted);
    }

    /// The same.
    /// @param elsewhere the places of entries that read and that somebody else answers
    public List<EntryResult> transaction(Permit permit, Json bundle, Set<Integer> elsewhere, Return wanted) {
        var transaction = new Transaction(store, conditions, permit, bundle, elsewhere);
        transaction.prepare();
        var changes = changes(permit, transaction.references(), wanted);
        return new TransactionWork(store, search, parser, permit, transaction, changes, protection(permit), reads)
                .results();
    }
}
