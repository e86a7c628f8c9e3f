package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.store.Care;
import io.carekeep.store.Consents;
import io.carekeep.store.RowMaker;
import io.carekeep.store.Store;
import io.carekeep.store.find.ResourceSearch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes down together with records whom they bind to which patients, and what consents close and open. Who writes
/// such a record gains by it only if a rule lets them assign.
final class Assignments {

    private final Care care;
    private final Consents consents;
    private final ResourceSearch search;
    private final Permit permit;
    private final References references;

    Assignments(Store store, ResourceSearch search, Permit permit, References references) {
        this.care = store.care();
        this.consents = store.consents();
        this.search = search;
        this.permit = permit;
        this.references = references;
    }

    /// Whether the record as it becomes decides who its author is, so that it must be there first.
    boolean needWritten(Draft draft) {
        return switch (assigns(draft)) {
            case Restriction.Everything _, Restriction.Nothing _ -> false;
            case Restriction.Unless _, Restriction.Matching _, Restriction.Masked _ -> true;
        };
    }

    private Restriction assigns(Draft draft) {
        return Care.isSaidBy(draft.type())
                ? permit.restriction(Interaction.MAY_ASSIGN, draft.type())
                : new Restriction.Nothing();
    }

    /// Writes it down, once the rows are written.
    /// @param maker of the rows
    void save(List<Draft> drafts, RowMaker maker) {
        var assigning = assigning(drafts);
        sayings(drafts, assigning).save();
        consents(drafts, maker).save();
    }

    /// The same together with the commit, for a draft that needs not be written first.
    void saveLast(Draft draft, RowMaker maker) {
        var assigning = assigns(draft) instanceof Restriction.Everything ? Set.of(draft.number()) : Set.<Long>of();
        sayings(List.of(draft), assigning).save(permit.last());
        consents(List.of(draft), maker).save(permit.last());
    }

    private Set<Long> assigning(List<Draft> drafts) {
        var byType = drafts.stream()
                .filter(draft -> Care.isSaidBy(draft.type()))
                .collect(Collectors.groupingBy(Draft::type));
        var assigning = new HashSet<Long>();
        byType.forEach((type, some) -> {
            var numbers = some.stream().map(Draft::number).collect(Collectors.toSet());
            assigning.addAll(
                    switch (permit.restriction(Interaction.MAY_ASSIGN, type)) {
                        case Restriction.Everything() -> numbers;
                        case Restriction.Nothing() -> Set.<Long>of();
                        case Restriction.Unless _, Restriction.Matching _, Restriction.Masked _ ->
                            search.among(permit, Interaction.MAY_ASSIGN, numbers);
                    });
        });
        return assigning;
    }

    private Care.Sayings sayings(List<Draft> drafts, Set<Long> assigning) {
        var sayings = care.sayings();
        long author = permit.caller().account();
        for (var draft : drafts) {
            sayings.add(
                    draft.doc(),
                    draft.node(),
                    draft.type(),
                    draft.number(),
                    draft.version(),
                    references,
                    assigning.contains(draft.number()) ? Care.NOBODY : author);
        }
        return sayings;
    }

    // Whatever a rule lets them assign, nobody opens anything to themselves by what they write down as a patient's
    // word.
    private Consents.Sayings consents(List<Draft> drafts, RowMaker maker) {
        var sayings = consents.sayings();
        long author = permit.caller().account();
        for (var draft : drafts) {
            sayings.add(draft.doc(), draft.node(), draft.number(), draft.version(), references, maker, author);
        }
        return sayings;
    }
}
