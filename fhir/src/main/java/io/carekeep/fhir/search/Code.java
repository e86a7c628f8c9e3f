package io.carekeep.fhir.search;

/// A code of a code system.
/// @param system its URL
record Code(String system, String code) {}
