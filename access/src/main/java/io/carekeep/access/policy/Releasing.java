package io.carekeep.access.policy;

import io.carekeep.access.Label;
import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What may be released to somebody outside: every record without a label that no consent keeps back. Who approves a
/// release looks at the searches that it consists of; no rule opens a labelled record to somebody who has no account.
final class Releasing {

    private Releasing() {}

    /// @param denied what consents keep from whoever asks for this purpose
    static Restriction restriction(
            Criteria criteria, ResourceType type, List<Label> labels, Optional<Predicate> denied) {
        var not = new ArrayList<Predicate>();
        if (!labels.isEmpty()) {
            not.add(new Predicate.Not(criteria.labelled(type, labels)));
        }
        denied.ifPresent(each -> not.add(new Predicate.Not(each)));
        return not.isEmpty() ? new Restriction.Everything() : new Restriction.Matching(new Predicate.All(not));
    }
}
