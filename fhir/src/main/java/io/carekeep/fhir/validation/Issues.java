package io.carekeep.fhir.validation;

import io.carekeep.base.Problem;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one resource.
final class Issues {

    private final Places places;
    private final Json doc;
    private final int resource;
    private final List<Problem.Issue> issues = new ArrayList<>(0);

    Issues(Places places, Json doc, int resource) {
        this.places = places;
        this.doc = doc;
        this.resource = resource;
    }

    int count() {
        return issues.size();
    }

    boolean full() {
        return issues.size() >= Validator.ISSUES_MAX;
    }

    void add(int node, String code, String text) {
        if (!full()) {
            issues.add(new Problem.Issue(places.of(doc, resource, node), code, text));
        }
    }

    /// At an element that isn't there.
    void addBelow(int node, String element, String code, String text) {
        if (!full()) {
            issues.add(new Problem.Issue(places.of(doc, resource, node) + "." + element, code, text));
        }
    }

    List<Problem.Issue> list() {
        return List.copyOf(issues);
    }
}
