package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.search.SearchParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Decides a resource's home: the patient whose key seals it.
public final class HomeRule {

    /// "No patient is known."
    public static final long NONE = -1;

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final Map<ResourceType, int[]> PATHS = paths();

    private HomeRule() {}

    // The branches of the parameters that put a type into a patient's compartment, in the definition's order.
    private static Map<ResourceType, int[]> paths() {
        var found = new HashMap<ResourceType, int[]>();
        for (var type : ResourceType.all()) {
            found.put(
                    type,
                    Definitions.r4().patientCompartment(type).stream()
                            .flatMap(code -> SearchParameters.r4().find(type, code).stream())
                            .flatMap(parameter -> parameter.ordinals().stream())
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
        return found;
    }

    /// The expressions by which a type says in whose compartments a resource is.
    public static List<Integer> expressions(ResourceType type) {
        return IntStream.of(Objects.requireNonNull(PATHS.get(type))).boxed().toList();
    }

    /// @param references what the resource refers to, by expression, in its own order
    /// @param other the patient that counts when the resource names none, or [#NONE]
    static long home(ResourceType type, long number, IndexWriter references, long other) {
        if (type.equals(PATIENT)) {
            return number;
        }
        if (Sharing.isShared(type)) {
            return Numbering.SHARED;
        }
        for (int expression : Objects.requireNonNull(PATHS.get(type))) {
            long patient = references.first(expression, PATIENT);
            if (patient != NONE) {
                return patient;
            }
        }
        return other != NONE ? other : number;
    }

    /// Whether a reference puts its holder into a patient's compartment. A patient is in its own only: `Patient.link`
    /// moves nothing.
    /// @param reference as it stands in an index
    static boolean counts(ResourceType type, long reference) {
        if (type.equals(PATIENT)) {
            return false;
        }
        for (int expression : Objects.requireNonNull(PATHS.get(type))) {
            if (Numbering.expression(reference) == expression) {
                return true;
            }
        }
        return false;
    }

    /// Whether the resource with this number is a patient.
    public static boolean isPatient(long number) {
        return Numbering.isOf(number, PATIENT);
    }
}
