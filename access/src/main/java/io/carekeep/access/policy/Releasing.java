package io.carekeep.access.policy;

import io.carekeep.access.Label;
import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.List;

/// What may be released to somebody outside: every record without a label. Who approves a release looks at the searches
/// that it consists of; no rule opens a labelled record to somebody who has no account.
final class Releasing {

    private Releasing() {}

    static Restriction restriction(Criteria criteria, ResourceType type, List<Label> labels) {
        return labels.isEmpty()
                ? new Restriction.Everything()
                : new Restriction.Matching(new Predicate.Not(criteria.labelled(type, labels)));
    }
}
