package io.carekeep.fhir.validation;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import java.util.List;

/// Finds what the base definitions of FHIR R4 forbid: structure, cardinality, data types, choices, required bindings,
/// references to the wrong type, and broken invariants: https://hl7.org/fhir/R4/validation.html.
///
/// It is immutable and may be shared between threads.
public final class Validator {

    /// The most faults that are named at once.
    public static final int ISSUES_MAX = 100;

    private final Definitions definitions;
    private final Shapes shapes;
    private final Places places;

    public Validator(Definitions definitions) {
        this.definitions = definitions;
        this.shapes = new Shapes(definitions);
        this.places = new Places(shapes);
    }

    /// The faults of a resource in the document's order, at most [#ISSUES_MAX]; empty when there is none. Places are
    /// FHIRPath from the resource's type on and carry no values.
    /// @param doc parsed with [Definitions#names()]
    /// @param resource the resource's object
    public List<Problem.Issue> validate(Json doc, int resource) {
        Check.that(doc.names() == definitions.names(), "a document is parsed with the definitions' names");
        var issues = new Issues(places, doc, resource);
        new Walk(shapes, doc, issues).resource(resource, Json.NONE);
        return issues.list();
    }

    /// The place of a node in a resource, as faults name it: `Patient.name[0].family`.
    public String place(Json doc, int resource, int node) {
        return places.of(doc, resource, node);
    }
}
