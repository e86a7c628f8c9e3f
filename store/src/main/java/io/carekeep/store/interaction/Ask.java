package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.SearchParser.Handling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request says besides its method and address; the same for an HTTP request and for a bundle's entry.
/// @param base where this server's FHIR begins, without a slash at its end
/// @param parameters of the query string, decoded, in their order
/// @param form how the answer is wanted
record Ask(
        String base,
        List<Parameter> parameters,
        Preference preference,
        Conditions conditions,
        Form form,
        Content content) {

    /// The form of the answer.
    enum Form {
        FHIR,
        /// A Binary's own content type.
        RAW
    }

    private static final Set<String> ANYWHERE = Set.of("_format", "_pretty");
    private static final Set<String> SHAPING = Set.of("_format", "_pretty", "_summary", "_elements");

    /// The last value of a parameter, or null.
    @Nullable
    String last(String name) {
        String found = null;
        for (var each : parameters) {
            if (each.name().equals(name)) {
                found = each.value();
            }
        }
        return found;
    }

    /// The values of a parameter, each of which may be several with commas between them.
    List<String> all(String name) {
        var found = new ArrayList<String>();
        for (var each : parameters) {
            if (each.name().equals(name)) {
                for (var value : each.value().split(",")) {
                    if (!value.isBlank()) {
                        found.add(value.strip());
                    }
                }
            }
        }
        return found;
    }

    /// The parameters that say which resource is meant: all but those on the form of the answer.
    List<Parameter> condition() {
        var found = new ArrayList<Parameter>();
        for (var each : parameters) {
            if (!SHAPING.contains(each.name())) {
                found.add(each);
            }
        }
        if (found.isEmpty()) {
            throw new Refused(new Problem.Invalid("url", "an id, or search parameters that name one resource"));
        }
        return found;
    }

    /// All parameters but those on the form of the answer.
    List<Parameter> question() {
        var found = new ArrayList<Parameter>();
        for (var each : parameters) {
            if (!ANYWHERE.contains(each.name()) && !each.name().equals("page")) {
                found.add(each);
            }
        }
        return found;
    }

    /// What is asked for, in words: the address from the base on, with all parameters.
    String words(String address) {
        return words(address, parameters);
    }

    static String words(String address, List<Parameter> parameters) {
        var words = new StringBuilder(address);
        char between = '?';
        for (var each : parameters) {
            words.append(between).append(each.name()).append('=').append(each.value());
            between = '&';
        }
        return words.toString();
    }

    /// Refuses parameters beyond these, if the client wishes so.
    void demandOnly(Set<String> known) {
        if (preference.handling() == Handling.LENIENT) {
            return;
        }
        for (var each : parameters) {
            if (!known.contains(each.name()) && !SHAPING.contains(each.name())) {
                throw new Refused(new Problem.Invalid(Outcome.shown(each.name()), "no such parameter here"));
            }
        }
    }

    /// The same with other parameters, such as those that came in the body.
    Ask with(List<Parameter> others) {
        return new Ask(base, List.copyOf(others), preference, conditions, form, content);
    }

    @Override
    public String toString() {
        return "ask";
    }
}
