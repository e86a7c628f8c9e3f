package io.carekeep.identity;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.regex.Pattern;

/// Who an account is among the records: SMART's `fhirUser`
/// (https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html), without the address of the server.
/// @param text such as `Practitioner/1`
public record FhirUser(String text) {

    private static final Pattern ALLOWED =
            Pattern.compile("(Patient|Practitioner|PractitionerRole|RelatedPerson|Person|Organization|Device)"
                    + "/[A-Za-z0-9.-]{1,64}");

    public FhirUser {
        if (!ALLOWED.matcher(text).matches()) {
            throw new Refused(new Problem.Invalid(
                    "fhirUser",
                    "Patient/[id], Practitioner/[id], PractitionerRole/[id], RelatedPerson/[id], Person/[id], "
                            + "Organization/[id] or Device/[id]"));
        }
    }

    /// @throws Refused when it is none
    public static FhirUser parse(String text) {
        return new FhirUser(text.strip());
    }

    @Override
    public String toString() {
        return text.substring(0, text.indexOf('/')) + "/[id]";
    }
}
