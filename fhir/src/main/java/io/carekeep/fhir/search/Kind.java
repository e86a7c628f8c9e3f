package io.carekeep.fhir.search;

/// The types of search parameters: https://hl7.org/fhir/R4/search.html#ptypes.
public enum Kind {
    STRING,
    TOKEN,
    DATE,
    NUMBER,
    QUANTITY,
    REFERENCE,
    URI,
    COMPOSITE,
    SPECIAL
}
