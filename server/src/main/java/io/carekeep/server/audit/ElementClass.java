package io.carekeep.server.audit;

import io.carekeep.fhir.ResourceType;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What kind of information of a patient a record holds, as notices of breaches name it: 45 CFR 164.404(c)(1)(B). It
/// is told by the record's type, so it says what can have been seen at most.
enum ElementClass {
    DEMOGRAPHICS("Patient Person RelatedPerson"),
    DIAGNOSES("AdverseEvent AllergyIntolerance ClinicalImpression Condition DetectedIssue FamilyMemberHistory Flag"
            + " RiskAssessment"),
    RESULTS("BodyStructure DiagnosticReport ImagingStudy Media MolecularSequence Observation QuestionnaireResponse"
            + " Specimen"),
    MEDICATIONS("Immunization ImmunizationEvaluation ImmunizationRecommendation MedicationAdministration"
            + " MedicationDispense MedicationRequest MedicationStatement"),
    PROCEDURES("DeviceRequest DeviceUseStatement NutritionOrder Procedure RequestGroup ServiceRequest SupplyDelivery"
            + " SupplyRequest VisionPrescription"),
    DOCUMENTS("Binary Bundle Communication CommunicationRequest Composition DocumentManifest DocumentReference"),
    VISITS_AND_PLANS("Appointment AppointmentResponse CarePlan CareTeam Encounter EpisodeOfCare Goal Task"),
    BILLING("Account ChargeItem Claim ClaimResponse Coverage CoverageEligibilityRequest CoverageEligibilityResponse"
            + " EnrollmentRequest EnrollmentResponse ExplanationOfBenefit Invoice PaymentNotice"
            + " PaymentReconciliation"),
    CONSENTS("Consent Contract"),
    OTHER("");

    private static final Map<ResourceType, ElementClass> OF =
            ResourceType.all().stream().collect(Collectors.toUnmodifiableMap(each -> each, ElementClass::found));

    // With a space before and after each.
    private final String types;

    ElementClass(String types) {
        this.types = " " + types + " ";
    }

    static ElementClass of(ResourceType type) {
        return OF.getOrDefault(type, OTHER);
    }

    private static ElementClass found(ResourceType type) {
        for (var each : values()) {
            if (each.types.contains(" " + type.name() + " ")) {
                return each;
            }
        }
        return OTHER;
    }

    /// As reports write it.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
