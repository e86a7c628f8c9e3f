package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The types whose resources are everybody's: providers, terminology and conformance. They hold no patient's data and
/// share one key.
public final class Sharing {

    private static final Set<ResourceType> SHARED = Stream.of(
                    "Practitioner",
                    "PractitionerRole",
                    "Organization",
                    "OrganizationAffiliation",
                    "Location",
                    "HealthcareService",
                    "Endpoint",
                    "Medication",
                    "MedicationKnowledge",
                    "Substance",
                    "CodeSystem",
                    "ValueSet",
                    "ConceptMap",
                    "NamingSystem",
                    "TerminologyCapabilities",
                    "StructureDefinition",
                    "StructureMap",
                    "SearchParameter",
                    "OperationDefinition",
                    "CapabilityStatement",
                    "CompartmentDefinition",
                    "ImplementationGuide",
                    "GraphDefinition",
                    "MessageDefinition",
                    "ActivityDefinition",
                    "PlanDefinition",
                    "Questionnaire",
                    "Library",
                    "Measure")
            .map(name -> ResourceType.of(name).orElseThrow())
            .collect(Collectors.toUnmodifiableSet());

    private Sharing() {}

    public static boolean isShared(ResourceType type) {
        return SHARED.contains(type);
    }
}
