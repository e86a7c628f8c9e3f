package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Care;
import io.carekeep.store.Provisions;
import io.carekeep.store.Sharing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes what consents of the patient in whose home a row lies must say of it.
final class ConsentSql {

    private final Lookup lookup;
    // Who asks is the same each time, and asked for many times in a statement.
    private final Map<List<String>, long[]> known = new HashMap<>();

    ConsentSql(Lookup lookup) {
        this.lookup = lookup;
    }

    /// That one keeps the row from who asks.
    void withheld(ResourceType type, Predicate.Withheld withheld, String alias, Sql out) {
        if (Sharing.isShared(type)) {
            out.add("false");
            return;
        }
        said(Provisions.Word.DENIES, withheld.by(), type, alias, out);
        out.add(" and ");
        means(withheld.labels(), "k", type, alias, out);
        out.add(" and not exists (select 1 from store.consent e where e.source = k.source and e.parent = k.part");
        out.add(" and e.word = ").number(Provisions.Word.EXCEPTS.number());
        asked(withheld.by(), "e", type, alias, out);
        out.add(" and (e.labels = '{}'");
        for (var label : withheld.labels()) {
            out.add(" or ");
            names(label, "e", out);
            out.add(" and ");
            holds(label, type, alias, out);
        }
        out.add(")))");
    }

    /// That one opens a label of the row to who asks.
    void allowed(ResourceType type, Predicate.Allowed allowed, String alias, Sql out) {
        if (Sharing.isShared(type)) {
            out.add("false");
            return;
        }
        said(Provisions.Word.PERMITS, allowed.by(), type, alias, out);
        out.add(" and ");
        names(allowed.label(), "k", out);
        out.add(")");
    }

    private void said(Provisions.Word word, Predicate.Asker by, ResourceType type, String alias, Sql out) {
        out.add("exists (select 1 from store.consent k where k.home = ")
                .add(alias)
                .add(".home and k.word = ");
        out.number(word.number());
        if (word == Provisions.Word.DENIES) {
            narrowed(by, "k", type, alias, out);
            // Who does not say for what they ask may ask for anything.
            if (by.purpose() != 0) {
                out.add(" and (k.purposes = 0 or k.purposes & ")
                        .number(by.purpose())
                        .add(" <> 0)");
            }
        } else {
            asked(by, "k", type, alias, out);
        }
    }

    // What opens something: never by one's own word, and for what is said to be asked for only.
    private void asked(Predicate.Asker by, String consent, ResourceType type, String alias, Sql out) {
        narrowed(by, consent, type, alias, out);
        out.add(" and (").add(consent).add(".purposes = 0 or ").add(consent).add(".purposes & ");
        out.number(by.purpose()).add(" <> 0) and ").add(consent).add(".author <> ");
        out.number(by.account() == Care.NOBODY ? -1 : by.account());
    }

    private void narrowed(Predicate.Asker by, String consent, ResourceType type, String alias, Sql out) {
        long now = lookup.now();
        long[] actors = known.computeIfAbsent(by.actors(), this::numbers);
        out.add(" and ").add(consent).add(".low <= ").time(now);
        out.add(" and ").add(consent).add(".high >= ").time(now);
        out.add(" and (").add(consent).add(".actors = '{}' or ").add(consent).add(".actors && ");
        out.numbers(actors);
        out.add(") and (").add(consent).add(".classes = '{}' or ").number(type.ordinal());
        out.add(" = any(").add(consent).add(".classes)) and (").add(consent).add(".data = '{}' or ");
        out.add(alias).add(".number = any(").add(consent).add(".data))");
    }

    private long[] numbers(List<String> actors) {
        return actors.stream()
                .map(each -> each.split("/", 2))
                .filter(words -> words.length == 2)
                .flatMapToLong(words -> ResourceType.of(words[0]).stream()
                        .flatMapToLong(type -> lookup.number(type, words[1]).stream()))
                .toArray();
    }

    // Of a label that nobody knows it can't be told which records have it: it stands for all of them.
    private void means(List<Predicate.Labelled> labels, String consent, ResourceType type, String alias, Sql out) {
        out.add("(cardinality(").add(consent).add(".labels) = 0");
        for (var label : labels) {
            out.add(" or ");
            names(label, consent, out);
            out.add(" and ");
            holds(label, type, alias, out);
        }
        out.add(" or cardinality(").add(consent).add(".labels) > 0");
        for (var label : labels) {
            out.add(" + (");
            names(label, consent, out);
            out.add(")::int");
        }
        out.add(")");
    }

    private void names(Predicate.Labelled label, String consent, Sql out) {
        out.add(consent).add(".labels && ");
        out.numbers(lookup.values(Provisions.CONSENT, List.of(Provisions.LABEL), label.system() + "|" + label.code()));
    }

    private void holds(Predicate.Labelled label, ResourceType type, String alias, Sql out) {
        OwnSql.overlaps(alias, lookup.values(type, label.expressions(), label.system() + "|" + label.code()), out);
    }
}
