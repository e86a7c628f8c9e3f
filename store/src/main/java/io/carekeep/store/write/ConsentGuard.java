package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.store.Consents;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import io.carekeep.store.Provisions;
import io.carekeep.store.Store;
import io.carekeep.store.find.ResourceSearch;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps who is closed out by a consent from changing it: the patient may, and whoever a rule lets assign, unless it
/// names them in person.
final class ConsentGuard {

    private final Store store;
    private final ResourceSearch search;
    private final Permit permit;

    ConsentGuard(Store store, ResourceSearch search, Permit permit) {
        this.store = store;
        this.search = search;
        this.permit = permit;
    }

    /// Demands that none of the records with these numbers, as they are stored and locked, closes records to who
    /// replaces or deletes it.
    /// @throws Refused when one does
    void demandChangeable(Collection<Long> numbers) {
        var consents = numbers.stream()
                .filter(number -> Consents.isSaidBy(Numbering.type(number)))
                .collect(Collectors.toSet());
        if (consents.isEmpty()) {
            return;
        }
        var closing = closing(consents);
        var toMany = closing.keySet().stream()
                .filter(each -> !Objects.requireNonNull(closing.get(each)))
                .collect(Collectors.toSet());
        closing.keySet().removeAll(toMany.isEmpty() ? Set.of() : assignable(toMany));
        if (!closing.isEmpty()) {
            throw new Refused(new Problem.Forbidden(
                    "this consent closes records to you: the patient changes it, or somebody who may assign and whom it"
                            + " does not name"));
        }
    }

    private Map<Long, Boolean> closing(Set<Long> consents) {
        var own = new HashSet<Long>();
        var actors = new HashSet<Long>();
        for (var user : permit.caller().fhirUser()) {
            var words = user.split("/", 2);
            store.names().find(ResourceKey.parse(words[0], words[1])).ifPresent(number -> {
                actors.add(number);
                if (HomeRule.isPatient(number)) {
                    own.add(number);
                }
            });
        }
        return store.consents().closing(consents, actors, own, store.clock().millis());
    }

    private Set<Long> assignable(Set<Long> consents) {
        return switch (permit.restriction(Interaction.MAY_ASSIGN, Provisions.CONSENT)) {
            case Restriction.Everything() -> consents;
            case Restriction.Nothing() -> Set.of();
            case Restriction.Unless _, Restriction.Matching _, Restriction.Masked _ ->
                search.among(permit, Interaction.MAY_ASSIGN, consents);
        };
    }
}
