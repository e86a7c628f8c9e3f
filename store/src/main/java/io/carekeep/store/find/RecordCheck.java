package io.carekeep.store.find;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.access.policy.Criteria;
import io.carekeep.base.Check;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Says of one record whether it is like something.
public final class RecordCheck {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private final Matches matches;
    private final Lookup lookup;
    private final Statements statements;

    RecordCheck(Matches matches, Lookup lookup, Statements statements) {
        this.matches = matches;
        this.lookup = lookup;
        this.statements = statements;
    }

    /// The numbers of the consents by which a record meets a predicate, as far as it asks for them.
    public Set<Long> consents(Permit permit, ResourceKey key, Predicate predicate) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_POLICY)), "a permit to manage the policy");
        return lookup.steady(() -> {
            var number = lookup.number(key.type(), key.id());
            var found = new TreeSet<Long>();
            if (number.isPresent()) {
                var sql = new ConsentSql(lookup);
                asked(predicate, part -> {
                    var out = new Sql().add("select k.source from store.current c, store.consent k where c.number = ");
                    out.number(number.getAsLong()).add(" and ");
                    switch (part) {
                        case Predicate.Withheld withheld -> sql.closing(key.type(), withheld, "c", out);
                        case Predicate.Allowed allowed -> sql.opening(key.type(), allowed, "c", "c.home", out);
                        case Predicate.Own _ -> out.add("false");
                    }
                    found.addAll(statements.query(out, (row, _) -> row.getLong(1)));
                });
            }
            return found;
        });
    }

    private static void asked(Predicate predicate, Consumer<Predicate.Own> taker) {
        switch (predicate) {
            case Predicate.All(var parts) -> parts.forEach(part -> asked(part, taker));
            case Predicate.Any(var parts) -> parts.forEach(part -> asked(part, taker));
            case Predicate.Own part -> taker.accept(part);
            case Predicate _ -> {}
        }
    }

    /// Whether a live resource is like this, whoever may see it: for those who manage the policy, who are told nothing
    /// else. Empty when there is none with this id.
    public Optional<Boolean> isLike(Permit permit, ResourceKey key, Predicate predicate) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_POLICY)), "a permit to manage the policy");
        return lookup.steady(() -> {
            var number = lookup.number(key.type(), key.id());
            var all = new Compiler(_ -> new Restriction.Everything(), lookup);
            if (number.isEmpty()
                    || matches(all, key.type(), Predicate.anything(), number.getAsLong())
                            .isEmpty()) {
                return Optional.empty();
            }
            var found = matches(all, key.type(), predicate, number.getAsLong());
            found.forEach(each -> each.row().note(permit.trail()));
            return Optional.of(!found.isEmpty());
        });
    }

    /// Which of some patients is the caller, or somebody for whom the caller acts, and the caller may read their
    /// record: one of them.
    /// @param patients the numbers of their records
    public OptionalLong own(Permit permit, Collection<Long> patients) {
        var read = Action.read(PATIENT);
        if (patients.isEmpty() || !permit.allows(read)) {
            return OptionalLong.empty();
        }
        var compiler = new Compiler(permit.part(read), lookup);
        var own = Criteria.own(permit.caller());
        var numbers = patients.stream().mapToLong(Long::longValue).toArray();
        return lookup.steady(() -> matches(compiler, PATIENT, own, numbers).stream()
                .mapToLong(each -> each.row().number())
                .findFirst());
    }

    private List<Matches.Match> matches(Compiler compiler, ResourceType type, Predicate predicate, long... numbers) {
        new Resolver(matches, compiler).resolved(type, predicate);
        var plan = compiler.finding(() -> new Plan(type, predicate, compiler)).among(numbers);
        return matches.page(type, plan, Order.BY_NUMBER, null, 1);
    }
}
