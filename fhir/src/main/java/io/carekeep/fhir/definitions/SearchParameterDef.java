package io.carekeep.fhir.definitions;

import java.util.List;

/// An official search parameter: https://hl7.org/fhir/R4/searchparameter.html.
/// @param type `string`, `token`, `date`, `number`, `quantity`, `reference`, `uri`, `composite` or `special`
/// @param bases the resource types it is for; `Resource` and `DomainResource` stand for all
/// @param targets the types that a reference may lead to
/// @param components of a composite: the URL of a parameter and a path from the composite's element
public record SearchParameterDef(
        String code,
        String url,
        String type,
        List<String> bases,
        String expression,
        List<String> targets,
        List<Component> components) {

    /// One part of a composite.
    public record Component(String url, String expression) {}
}
