package io.carekeep.fhir.search;

/// What binds somebody to a patient, as records say it: [Predicate.Bound]. The numbers are stored: add, never change.
public enum Bond {
    /// Takes part in the patient's care: a practitioner, in one of their roles or as themselves.
    CARE(1),
    /// Is the organization that cares for the patient.
    ORGANIZATION(2),
    /// Acts for the patient: a related person.
    PROXY(3);

    private final int number;

    Bond(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
