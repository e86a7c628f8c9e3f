package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.util.ArrayList;
import java.util.List;

/// Understands `_include` and `_revinclude`: https://hl7.org/fhir/R4/search.html#include.
final class Includes {

    private static final int MOST = 20;

    private final SearchParameters parameters;

    Includes(SearchParameters parameters) {
        this.parameters = parameters;
    }

    List<Query.Include> parse(List<Parameter> given) {
        var includes = new ArrayList<Query.Include>();
        for (var each : given) {
            var words = each.name().split(":", 2);
            boolean iterate = words.length == 2 && (words[1].equals("iterate") || words[1].equals("recurse"));
            if (words[0].equals("_include") || words[0].equals("_revinclude")) {
                if (words.length == 2 && !iterate) {
                    throw new Refused(
                            new Problem.Invalid(SearchParser.shown(each.name()), "the only modifier is :iterate"));
                }
                includes.add(include(each.name(), words[0].equals("_revinclude"), iterate, each.value()));
            }
        }
        if (includes.size() > MOST) {
            throw new Refused(new Problem.TooCostly("includes", MOST));
        }
        return includes;
    }

    private Query.Include include(String name, boolean reverse, boolean iterate, String value) {
        var words = value.split(":", 3);
        var source = ResourceType.of(words[0]).filter(_ -> words.length > 1).orElseThrow(() -> refused(name));
        var code = words[1];
        var target = words.length > 2 ? ResourceType.of(words[2]).orElseThrow(() -> refused(name)) : null;
        if (code.equals("*")) {
            var all = parameters.all(source).stream()
                    .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                    .toList();
            return new Query.Include(reverse, iterate, source, all, target);
        }
        var parameter = parameters
                .find(source, code)
                .filter(each -> each.kind() == Kind.REFERENCE)
                .orElseThrow(() -> refused(name));
        return new Query.Include(reverse, iterate, source, List.of(parameter), target);
    }

    private static Refused refused(String name) {
        return new Refused(new Problem.Invalid(
                SearchParser.shown(name),
                "[type]:[reference parameter] or [type]:[reference parameter]:[target type]"));
    }
}
