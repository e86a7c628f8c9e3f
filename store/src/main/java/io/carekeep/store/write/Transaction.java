package io.carekeep.store.write;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.BeginAgain;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.Names;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One transaction bundle, whole or not at all: https://hl7.org/fhir/R4/http.html#trules.
///
/// Locks, conditions and numbers come first, each in one statement for the whole bundle; then the entries are written
/// some hundred at a time.
final class Transaction {

    /// What an entry is about, once it is known.
    private record Target(ResourceKey key, long number, boolean exists) {}

    private final Store store;
    private final Conditions conditions;
    private final Permit permit;
    private final Json bundle;
    private final List<Entry> entries;
    private final Set<Integer> elsewhere;
    private final References references;
    private final Map<Integer, Conditions.Condition> conditional = new TreeMap<>();
    private final Map<Integer, Target> targets = new HashMap<>();
    private final Map<Integer, SealedRow> existing = new HashMap<>();
    // The versions that conditions found, of the resources that will be changed.
    private final Map<Long, Integer> met = new HashMap<>();
    private Map<Long, SealedRow> rows = Map.of();

    /// @param elsewhere the places of entries that read and that somebody else answers
    Transaction(Store store, Conditions conditions, Permit permit, Json bundle, Set<Integer> elsewhere) {
        this.store = store;
        this.conditions = conditions;
        this.permit = permit;
        this.bundle = bundle;
        this.references = new References(store.names());
        this.entries = Entry.of(bundle);
        this.elsewhere = elsewhere;
    }

    /// Finds out what each entry is about and locks it.
    void prepare() {
        entries.stream().filter(each -> !elsewhere.contains(each.at())).forEach(this::permitted);
        readConditions();
        lock();
        resolveConditions();
        nameChosen();
        numberNew();
        resolveReferences();
        var numbers = new HashSet<Long>();
        targets.forEach((at, target) -> {
            if (target.exists() && !existing.containsKey(at) && !numbers.add(target.number())) {
                throw Entry.invalid(at, "request.url", "a resource that no other entry of the bundle changes");
            }
        });
        rows = new HashMap<>();
        if (!numbers.isEmpty()) {
            store.rows().lock(numbers).forEach(row -> rows.put(row.number(), row));
        }
        demandUnchanged();
    }

    // Somebody may have changed what a condition found before it was locked: it need not meet the condition any more.
    private void demandUnchanged() {
        met.forEach((number, version) -> {
            var row = rows.get(number);
            if (row == null || row.row().version() != version) {
                throw new BeginAgain(() -> {});
            }
        });
    }

    private void permitted(Entry entry) {
        var type = entry.type();
        var action = switch (entry.method()) {
            case DELETE -> Action.delete(type);
            case POST -> Action.create(type);
            case PUT -> Action.update(type);
            case PATCH -> Action.patch(type);
            case GET -> looking(entry, type);
        };
        permit.demand(action, "your groups may not do what entry " + entry.at() + " asks for");
    }

    /// What an entry that reads asks for.
    static Action looking(Entry entry, ResourceType type) {
        if (entry.path().indexOf('/') < 0) {
            return Action.search(type);
        }
        return entry.path().contains("/_history/") ? Action.vread(type) : Action.read(type);
    }

    private void readConditions() {
        for (var entry : entries) {
            var condition = entry.ifNoneExist();
            if (condition != null && entry.method() == Entry.Method.POST) {
                conditional.put(
                        entry.at(),
                        Conditions.Condition.parse(entry.path() + "?" + condition, entry.place("request.ifNoneExist")));
            } else if (entry.conditional() && entry.method() != Entry.Method.GET) {
                conditional.put(
                        entry.at(),
                        Conditions.Condition.parse(entry.path() + "?" + entry.query(), entry.place("request.url")));
            }
        }
    }

    private void lock() {
        var hashes = new HashSet<Integer>();
        conditional.values().forEach(condition -> hashes.add(condition.hash()));
        for (var entry : entries) {
            if (entry.method() == Entry.Method.PUT && !entry.conditional()) {
                hashes.add(Names.hash(entry.key()));
            }
        }
        store.locks().take(hashes);
    }

    private void resolveConditions() {
        conditions.each(permit, conditional).forEach((at, row) -> {
            var key = new ResourceKey(
                    entries.get(at).type(), store.reader().open(row).id());
            targets.put(at, new Target(key, row.number(), true));
            if (entries.get(at).method() == Entry.Method.POST) {
                existing.put(at, row);
            } else {
                met.put(row.number(), row.row().version());
            }
        });
    }

    // Resources that entries name by their ids.
    private void nameChosen() {
        var keys = new HashMap<Integer, ResourceKey>();
        for (var entry : entries) {
            boolean named =
                    entry.method() != Entry.Method.POST && entry.method() != Entry.Method.GET && !entry.conditional();
            if (named) {
                keys.put(entry.at(), entry.key());
            }
        }
        if (!keys.isEmpty()) {
            var numbers = store.names().numbers(keys.values());
            keys.forEach((at, key) -> targets.put(at, new Target(key, Objects.requireNonNull(numbers.get(key)), true)));
        }
    }

    private void numberNew() {
        for (var entry : entries) {
            boolean makes = entry.method() == Entry.Method.POST || entry.method() == Entry.Method.PUT;
            if (makes && !targets.containsKey(entry.at())) {
                var type = entry.type();
                long number = store.numbers().next(type);
                targets.put(
                        entry.at(),
                        new Target(new ResourceKey(type, store.names().id(number)), number, false));
            }
            var target = targets.get(entry.at());
            var fullUrl = entry.fullUrl();
            if (fullUrl != null && target != null && !references.resolve(fullUrl, target.key(), target.number())) {
                throw entry.refused("fullUrl", "a URL that no other entry of the bundle has");
            }
        }
    }

    private void resolveReferences() {
        var asked = new HashMap<String, Conditions.Condition>();
        for (var entry : entries) {
            if (entry.resource() != Json.NONE) {
                References.each(bundle, entry.resource(), node -> {
                    if (References.isUrn(bundle, node)) {
                        refuseUnknown(entry, bundle.text(node));
                    } else if (References.isCondition(bundle, node)) {
                        asked.computeIfAbsent(
                                bundle.text(node), text -> Conditions.Condition.parse(text, entry.place("resource")));
                    }
                });
            }
        }
        var found = conditions.each(permit, asked);
        asked.forEach((text, condition) -> {
            var row = found.get(text);
            if (row == null) {
                throw new Refused(new Problem.PreconditionFailed(
                        condition.place(), "conditional references that exactly one resource meets; one meets none"));
            }
            var key = new ResourceKey(condition.type(), store.reader().open(row).id());
            references.resolve(text, key, row.number());
        });
    }

    // What a stored Bundle refers to is in that Bundle.
    private void refuseUnknown(Entry entry, String urn) {
        if (!references.knows(urn) && !entry.type().name().equals("Bundle")) {
            throw entry.refused("resource", "references by urn:uuid to the fullUrl of an entry; one leads to none");
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /// The places of entries that somebody else answers.
    Set<Integer> elsewhere() {
        return elsewhere;
    }

    References references() {
        return references;
    }

    /// The resource that a conditional create found.
    @Nullable
    SealedRow existing(Entry entry) {
        return existing.get(entry.at());
    }

    /// The current row of the resource that an entry is about, or null when there is none.
    @Nullable
    SealedRow row(Entry entry) {
        var target = targets.get(entry.at());
        return target == null || !target.exists() ? null : rows.get(target.number());
    }

    /// Whether an entry is about a resource that has been mentioned before.
    boolean exists(Entry entry) {
        var target = targets.get(entry.at());
        return target != null && target.exists();
    }

    /// The id of the resource that an entry is about.
    String id(Entry entry) {
        return Objects.requireNonNull(targets.get(entry.at()), "an entry that writes has a target")
                .key()
                .id();
    }

    Json bundle() {
        return bundle;
    }

    /// The draft that writes an entry's resource.
    /// @param doc the document that holds it: the bundle, or a patched resource
    Draft draft(Entry entry, Json doc, int node) {
        var target = Objects.requireNonNull(targets.get(entry.at()), "an entry that writes has a target");
        return new Draft(
                doc,
                node,
                target.key().type(),
                target.number(),
                target.key().id(),
                row(entry),
                entry.method() == Entry.Method.PATCH ? Interaction.PATCH : Interaction.UPDATE,
                entry.place("resource"));
    }

    /// The entries of one kind that are to be carried out here.
    List<Entry> of(Entry.Method... methods) {
        var wanted = List.of(methods);
        var found = new ArrayList<Entry>();
        for (var entry : entries) {
            if (wanted.contains(entry.method()) && !elsewhere.contains(entry.at())) {
                found.add(entry);
            }
        }
        return found;
    }
}
