package io.carekeep.store.write;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.find.ResourceSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Refuses references that lead nowhere, where the rule asks for it. What the writer may not see is not there.
final class ExistenceCheck {

    private static final int ISSUES_MAX = 50;
    private static final String EXPECTED =
            "Expected a reference to a resource that is there, or that the same request writes.";
    // A Bundle's references are its own affair: they lead to its entries first.
    private static final ResourceType BUNDLE = ResourceType.of("Bundle").orElseThrow();

    private final ReferenceRule rule;
    private final ResourceSearch search;
    private final Validator validator;

    ExistenceCheck(ReferenceRule rule, ResourceSearch search, Validator validator) {
        this.rule = rule;
        this.search = search;
        this.validator = validator;
    }

    /// Takes each reference that has to lead somewhere.
    private interface Taker {
        /// @param number of what it leads to, or a negative one when it is a URN that no entry has
        void take(Draft draft, int node, long number);
    }

    /// @param references with the numbers of all that the drafts refer to
    /// @throws Refused naming each element that leads nowhere
    void check(Permit permit, List<Draft> drafts, References references) {
        if (rule == ReferenceRule.ANY) {
            return;
        }
        var written = drafts.stream().map(Draft::number).collect(Collectors.toSet());
        var others = new TreeSet<Long>();
        each(drafts, references, (_, _, number) -> {
            if (number >= 0 && !written.contains(number)) {
                others.add(number);
            }
        });
        Set<Long> there = others.isEmpty() ? Set.of() : search.visible(permit, others);
        var issues = new ArrayList<Problem.Issue>();
        each(drafts, references, (draft, node, number) -> {
            if (!written.contains(number) && !there.contains(number) && issues.size() < ISSUES_MAX) {
                var place = validator.place(draft.doc(), draft.node(), node);
                issues.add(draft.placed(new Problem.Issue(place, "not-found", EXPECTED)));
            }
        });
        if (!issues.isEmpty()) {
            throw new Refused(new Problem.Unprocessable(issues));
        }
    }

    private static void each(List<Draft> drafts, References references, Taker taker) {
        for (var draft : drafts) {
            if (!draft.type().equals(BUNDLE)) {
                References.each(draft.doc(), draft.node(), node -> {
                    var text = draft.doc().text(node);
                    long number = references.number(text);
                    if (number >= 0 || text.startsWith("urn:")) {
                        taker.take(draft, node, number);
                    }
                });
            }
        }
    }
}
