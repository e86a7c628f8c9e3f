package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the codes that a ValueSet spells out: https://hl7.org/fhir/R4/valueset.html. One whose codes need a code
/// system, a filter or another value set to be known is refused.
final class ValueSetCodes {

    /// How many codes a set may have to be searched by.
    static final int CODES_MAX = 10_000;

    private final Json doc;
    private final Set<Code> found = new LinkedHashSet<>();
    private int listed;

    private ValueSetCodes(Json doc) {
        this.doc = doc;
    }

    /// @param place the parameter that asks, for a refusal
    static Set<Code> of(Json doc, String place) {
        var composed = new ValueSetCodes(doc);
        if (composed.compose()) {
            return composed.found;
        }
        var expanded = new ValueSetCodes(doc);
        if (expanded.expansion()) {
            return expanded.found;
        }
        throw new Refused(new Problem.Unsupported(
                place,
                "Only a ValueSet that spells out its codes is served: with compose.include.concept alone, or with a "
                        + "whole expansion. Filters, other value sets and whole code systems are not."));
    }

    private boolean compose() {
        int compose = doc.get(0, "compose");
        return compose != Json.NONE
                && doc.get(compose, "include") != Json.NONE
                && concepts(compose, "include", this::take)
                && concepts(compose, "exclude", found::remove);
    }

    private boolean concepts(int compose, String name, Consumer<Code> taker) {
        int parts = doc.get(compose, name);
        for (int part = first(parts); part != Json.NONE; part = doc.next(part, parts)) {
            var system = doc.text(part, "system");
            int concepts = doc.get(part, "concept");
            boolean more = doc.get(part, "filter") != Json.NONE || doc.get(part, "valueSet") != Json.NONE;
            if (system == null || concepts == Json.NONE || more) {
                return false;
            }
            for (int each = first(concepts); each != Json.NONE; each = doc.next(each, concepts)) {
                taker.accept(new Code(system, String.valueOf(doc.text(each, "code"))));
            }
        }
        return true;
    }

    private int first(int array) {
        return array == Json.NONE ? Json.NONE : doc.first(array);
    }

    private void take(Code code) {
        if (found.size() == CODES_MAX) {
            throw new Refused(new Problem.TooCostly("codes of a value set", CODES_MAX));
        }
        found.add(code);
    }

    // A page of an expansion is not the set.
    private boolean expansion() {
        int expansion = doc.get(0, "expansion");
        if (expansion == Json.NONE || doc.get(expansion, "contains") == Json.NONE) {
            return false;
        }
        contains(expansion);
        var total = doc.text(expansion, "total");
        var offset = doc.text(expansion, "offset");
        return (total == null || Leaves.decimal(total).orElseThrow().intValue() <= listed)
                && (offset == null || offset.equals("0"));
    }

    private void contains(int holder) {
        int contains = doc.get(holder, "contains");
        for (int each = first(contains); each != Json.NONE; each = doc.next(each, contains)) {
            var system = doc.text(each, "system");
            var code = doc.text(each, "code");
            if (code != null) {
                listed++;
                if (!"true".equals(doc.text(each, "abstract"))) {
                    take(new Code(system == null ? "" : system, code));
                }
            }
            contains(each);
        }
    }
}
