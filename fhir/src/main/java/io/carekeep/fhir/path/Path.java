package io.carekeep.fhir.path;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;

/// A compiled FHIRPath expression (N1 with FHIR R4's functions): https://hl7.org/fhir/R4/fhirpath.html.
///
/// It keeps nothing between evaluations and may be shared between threads.
public final class Path {

    /// The longest text of an expression.
    public static final int TEXT_MAX = 20_000;

    private final String text;
    private final TypeModel model;
    private final Parser.Parsed parsed;

    private Path(String text, TypeModel model, Parser.Parsed parsed) {
        this.text = text;
        this.model = model;
        this.parsed = parsed;
    }

    /// For FHIR R4.
    /// @throws Refused that names the column and what was expected there
    public static Path compile(String text) {
        return compile(text, DefinedTypes.r4());
    }

    /// @throws Refused that names the column and what was expected there
    public static Path compile(String text, TypeModel model) {
        if (text.length() > TEXT_MAX) {
            throw Fault.tooCostly("path-characters", TEXT_MAX);
        }
        return new Path(text, model, Parser.parse(text, model));
    }

    /// The expression as it was written.
    public String text() {
        return text;
    }

    /// Evaluates over the resource that a document is.
    /// @throws Refused when an item is not of the kind that a function needs, or a limit is reached
    public Items evaluate(Json doc) {
        return evaluate(doc, 0, Context.document());
    }

    /// Evaluates over a resource within a document.
    public Items evaluate(Json doc, int resource, Context context) {
        var type = Children.resourceType(doc, resource, model);
        if (type == null) {
            throw Fault.of("a resource that names its type");
        }
        return evaluate(new Node(doc, resource, Json.NONE, type), context);
    }

    /// Evaluates over an element.
    public Items evaluate(Node element, Context context) {
        Check.that(element.doc().names() == model.names(), "a document is parsed with the model's names");
        var run = new Scope.Run(model, element, context, parsed.slots());
        return parsed.expr().eval(element, new Scope(run, element, 0, Items.None.NONE));
    }

    /// Whether the expression is true of an element, as invariants must be. Nothing isn't true, nor is what can't be
    /// evaluated.
    /// @throws Refused when a limit is reached
    public boolean holds(Node element, Context context) {
        try {
            return Singles.truth(evaluate(element, context)) == Item.Truth.TRUE;
        } catch (Refused refused) {
            if (refused.problem() instanceof Problem.TooCostly) {
                throw refused;
            }
            return false;
        }
    }

    /// Whether the expression is true of an element of a known type.
    /// @param resource the resource that holds the element
    /// @param root the resource that contains that one, or itself
    public boolean holds(Json doc, int node, TypeModel.Type type, int resource, int root) {
        return holds(new Node(doc, node, Json.NONE, type), Context.of(resource, root));
    }
}
