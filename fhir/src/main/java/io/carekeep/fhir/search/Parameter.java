package io.carekeep.fhir.search;

/// One name and value of a query string or form, decoded.
public record Parameter(String name, String value) {

    @Override
    public String toString() {
        return name + "=[phi]";
    }
}
