package io.carekeep.access;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The scopes that a token carries: https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html. They narrow
/// what the policy permits its caller, and never widen it.
/// @param text as it was asked for
/// @param clinical those that are about records; what the others ask for grants nothing
public record Scopes(String text, List<Scope> clinical) {

    private static final int TEXT_MAX = 4_000;
    private static final int SCOPES_MAX = 100;
    private static final Pattern OTHERS =
            Pattern.compile("openid|profile|fhirUser|offline_access|online_access|launch(/[A-Za-z]+)?");

    public Scopes {
        clinical = List.copyOf(clinical);
    }

    /// @throws Refused naming the scope that we don't know by its place
    public static Scopes parse(String text) {
        if (text.length() > TEXT_MAX) {
            throw new Refused(new Problem.TooLarge("characters of scope", TEXT_MAX));
        }
        var words =
                Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
        if (words.size() > SCOPES_MAX) {
            throw new Refused(new Problem.TooLarge("scopes", SCOPES_MAX));
        }
        var known = words.stream().map(Scope::find).toList();
        for (int at = 0; at < words.size(); at++) {
            if (known.get(at).isEmpty() && !OTHERS.matcher(words.get(at)).matches()) {
                throw new Refused(new Problem.Invalid(
                        "scope",
                        "scopes of SMART on FHIR with a blank between them, such as patient/*.read,"
                                + " user/Observation.rs?category=laboratory or openid; scope " + (at + 1)
                                + " is none"));
            }
        }
        return new Scopes(
                text, known.stream().flatMap(Optional::stream).distinct().toList());
    }
}
