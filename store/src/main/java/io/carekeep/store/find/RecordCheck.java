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

/// Says of one record whether it is like something.
public final class RecordCheck {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private final Matches matches;
    private final Lookup lookup;

    RecordCheck(Matches matches, Lookup lookup) {
        this.matches = matches;
        this.lookup = lookup;
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
    /// record:
    /// one of them.
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
