package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Bond;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Care;
import io.carekeep.store.Membership;
import io.carekeep.store.Numbering;
import io.carekeep.store.Provisions;
import io.carekeep.store.Sharing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes what consents of the patient in whose home a row lies must say of it.
final class ConsentSql {

    private static final ResourceType TEAM = ResourceType.of("CareTeam").orElseThrow();

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
        closing(type, withheld, alias, out.add("exists (select 1 from store.consent k where "));
        out.add(")");
    }

    /// The condition that what `k` says keeps the row from who asks.
    void closing(ResourceType type, Predicate.Withheld withheld, String alias, Sql out) {
        denied(withheld.by(), type, alias, out);
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
        out.add("))");
    }

    /// That one opens a label of the row to who asks.
    void allowed(ResourceType type, Predicate.Allowed allowed, String alias, Sql out) {
        if (Sharing.isShared(type)) {
            out.add("false");
            return;
        }
        permitted(allowed, type, alias, alias + ".home", out);
        out.add(" and not (")
                .add(several(alias))
                .add(" and exists (select 1 from unnest(")
                .add(alias);
        out.add(".index) o (value) where o.value >= ")
                .number(Numbering.compartment(0))
                .add(" and o.value <> ");
        out.number(Numbering.compartment(0)).add(" + ").add(alias).add(".home and not ");
        permitted(allowed, type, alias, "o.value - " + Numbering.compartment(0), out);
        out.add("))");
    }

    private void permitted(Predicate.Allowed allowed, ResourceType type, String alias, String home, Sql out) {
        opening(type, allowed, alias, home, out.add("exists (select 1 from store.consent k where "));
        out.add(")");
    }

    /// The condition that what `k` says opens a label to who asks, for one of the patients whom the row is about.
    /// @param home the patient's number
    void opening(ResourceType type, Predicate.Allowed allowed, String alias, String home, Sql out) {
        out.add("k.home = ").add(home).add(" and k.word = ");
        out.number(Provisions.Word.PERMITS.number());
        asked(allowed.by(), "k", type, alias, out);
        out.add(" and ");
        names(allowed.label(), "k", out);
    }

    /// The numbers of the patients whom a row is about, and of its home: whose consents are asked for.
    static String homes(String alias) {
        return "case when " + several(alias) + " then array(select o.value - " + Numbering.compartment(0)
                + " from unnest("
                + alias + ".index) o (value) where o.value >= " + Numbering.compartment(0) + ") else array[" + alias
                + ".home] end";
    }

    // The last values of an index are the patients in whose compartments the row is.
    private static String several(String alias) {
        return alias + ".index[cardinality(" + alias + ".index) - 1] >= " + Numbering.compartment(0);
    }

    // Any of the patients whom the row is about may deny it.
    private void denied(Predicate.Asker by, ResourceType type, String alias, Sql out) {
        out.add("k.home = any(").add(homes(alias)).add(") and k.word = ");
        out.number(Provisions.Word.DENIES.number());
        narrowed("k", type, alias, out);
        out.add(" and ");
        var means = Membership.means("k.actors").split("\\?", -1);
        out.add(means[0]).numbers(mine(by)).add(means[1]).numbers(mine(by)).add(means[2]);
        // Who does not say for what they ask may ask for anything.
        if (by.purpose() != 0) {
            out.add(" and (k.purposes = 0 or k.purposes & ")
                    .number(by.purpose())
                    .add(" <> 0)");
        }
    }

    // What opens something: never by one's own word, and for what is said to be asked for only.
    private void asked(Predicate.Asker by, String consent, ResourceType type, String alias, Sql out) {
        narrowed(consent, type, alias, out);
        out.add(" and (").add(consent).add(".actors = '{}' or ").add(consent).add(".actors && ");
        named(by, out);
        out.add(") and (").add(consent).add(".purposes = 0 or ").add(consent).add(".purposes & ");
        out.number(by.purpose()).add(" <> 0) and ").add(consent).add(".author <> ");
        out.number(author(by));
    }

    // Who asks, and the care teams in which they take part now, by somebody else's word.
    private void named(Predicate.Asker by, Sql out) {
        long now = lookup.now();
        out.add("array(select unnest(").numbers(mine(by)).add("::bigint[]) union all ");
        out.add("select b.source from store.care b where b.actor = any(").numbers(mine(by));
        out.add(") and b.high >= ").time(now).add(" and b.low <= ").time(now).add(" and b.bond = ");
        out.number(Bond.CARE.number())
                .add(" and b.source between ")
                .number(Numbering.first(TEAM))
                .add(" and ");
        out.number(Numbering.last(TEAM))
                .add(" and b.author <> ")
                .number(author(by))
                .add(")");
    }

    // Of nobody's own word is none.
    private static long author(Predicate.Asker by) {
        return by.account() == Care.NOBODY ? -1 : by.account();
    }

    private void narrowed(String consent, ResourceType type, String alias, Sql out) {
        long now = lookup.now();
        out.add(" and ").add(consent).add(".low <= ").time(now);
        out.add(" and ").add(consent).add(".high >= ").time(now);
        out.add(" and (").add(consent).add(".classes = '{}' or ").number(type.ordinal());
        out.add(" = any(").add(consent).add(".classes)) and (").add(consent).add(".data = '{}' or ");
        out.add(alias).add(".number = any(").add(consent).add(".data))");
    }

    private long[] mine(Predicate.Asker by) {
        return known.computeIfAbsent(by.actors(), this::numbers);
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
