package io.carekeep.fhir.path;

import java.util.Map;

/// Invariants whose published expression refuses what their text allows, with the expression that says what the text
/// says. Listed in docs/spec-choices.md.
public final class Amendments {

    private static final Map<String, String> AMENDED = Map.of(
            // bdl-8: an entry without fullUrl has no version-specific one.
            "fullUrl.contains('/_history/').not()",
            "fullUrl.hasValue().not() or fullUrl.contains('/_history/').not()",
            // que-7: an element of FHIR's type boolean is not of FHIRPath's type Boolean.
            "operator = 'exists' implies (answer is Boolean)",
            "operator = 'exists' implies (answer is boolean)",
            // ras-2: the probability may be missing.
            "probability is decimal implies (probability as decimal) <= 100",
            "probability.empty() or ((probability is decimal) implies ((probability as decimal) <= 100))",
            // ref-1: a reference may be an identifier or text only, and # is the resource that contains this one.
            "reference.startsWith('#').not() or (reference.substring(1).trace('url') in"
                    + " %rootResource.contained.id.trace('ids'))",
            "reference.hasValue().not() or reference.startsWith('#').not()"
                    + " or (reference = '#' and %rootResource != %resource)"
                    + " or (reference.substring(1) in %rootResource.contained.id)",
            // per-1, mdd-1 and inv-1 of Task: a day and a time on it may be the same moment. So says R5.
            "start.hasValue().not() or end.hasValue().not() or (start <= end)",
            "start.hasValue().not() or end.hasValue().not() or (start <= end).empty() or (start <= end)",
            "whenHandedOver.empty() or whenPrepared.empty() or whenHandedOver >= whenPrepared",
            "whenHandedOver.hasValue().not() or whenPrepared.hasValue().not()"
                    + " or (whenHandedOver >= whenPrepared).empty() or (whenHandedOver >= whenPrepared)",
            "lastModified.exists().not() or authoredOn.exists().not() or lastModified >= authoredOn",
            "lastModified.hasValue().not() or authoredOn.hasValue().not()"
                    + " or (lastModified >= authoredOn).empty() or (lastModified >= authoredOn)");

    private Amendments() {}

    /// The expression to evaluate in place of a published one; mostly itself.
    public static String amended(String published) {
        return AMENDED.getOrDefault(published, published);
    }

    /// How many expressions are amended.
    public static int count() {
        return AMENDED.size();
    }
}
