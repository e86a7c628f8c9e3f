package io.carekeep.store.oracle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;

/// Finds what a parameter's official expression leads to, with HAPI's FHIRPath engine.
final class Extraction {

    private final FHIRPathEngine engine = new FHIRPathEngine(new HapiWorkerContext(
            FhirContext.forR4Cached(), new DefaultProfileValidationSupport(FhirContext.forR4Cached())));
    private final Map<String, ExpressionNode> compiled = new HashMap<>();

    /// The elements that a parameter leads to in a record; each record keeps its own.
    synchronized List<Base> values(Known record, Official parameter) {
        return record.extracted().computeIfAbsent(parameter.code(), _ -> {
            var found = new ArrayList<Base>();
            for (var branch : parameter.branches()) {
                for (var value : evaluate(record.resource(), branch.expression())) {
                    var target = branch.target();
                    if (target == null || mayLeadTo(value, target)) {
                        found.add(value);
                    }
                }
            }
            return found;
        });
    }

    // `resolve()` needs a server; a literal reference names the type that it would find.
    private static boolean mayLeadTo(Base value, String type) {
        var literal = value instanceof Reference reference ? reference.getReference() : null;
        return literal == null || literal.startsWith(type + "/") || literal.contains("/" + type + "/");
    }

    synchronized List<Base> evaluate(Base from, String expression) {
        var node = compiled.computeIfAbsent(expression, engine::parse);
        return engine.evaluate(from, node);
    }
}
