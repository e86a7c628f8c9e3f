package io.carekeep.store.write;

import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.SealedRow;
import org.jspecify.annotations.Nullable;

/// A resource that is about to be written.
/// @param node its object in the document
/// @param before the row that it replaces, or null when it is new
/// @param way what is done: a new one is created, whatever the request says
/// @param place where it stands in the request, such as `Bundle.entry[3].resource`; empty when it is the request's body
record Draft(
        Json doc,
        int node,
        ResourceType type,
        long number,
        String id,
        @Nullable SealedRow before,
        Interaction way,
        String place) {

    Draft {
        way = Changes.lives(before) ? way : Interaction.CREATE;
    }

    /// The same of a resource that is a document of its own.
    Draft with(Json labelled) {
        return new Draft(labelled, 0, type, number, id, before, way, place);
    }

    int version() {
        return before == null ? 1 : before.row().version() + 1;
    }

    /// A fault of the resource as one of the request: `Patient.name[0]` becomes `Bundle.entry[3].resource.name[0]`.
    Problem.Issue placed(Problem.Issue issue) {
        if (place.isEmpty()) {
            return issue;
        }
        int dot = issue.place().indexOf('.');
        return new Problem.Issue(dot < 0 ? place : place + issue.place().substring(dot), issue.code(), issue.text());
    }

    @Override
    public String toString() {
        return "draft of " + type;
    }
}
