package io.carekeep.store.interaction;

import io.carekeep.fhir.search.SearchParser.Handling;
import java.util.Locale;

/// What a client prefers: https://hl7.org/fhir/R4/http.html#ops and #search. What it doesn't say is left to the server.
record Preference(Return returned, Handling handling) {

    /// What a write answers with.
    enum Return {
        UNSAID,
        MINIMAL,
        REPRESENTATION,
        OUTCOME
    }

    static final Preference NONE = new Preference(Return.UNSAID, Handling.LENIENT);

    /// @param header `Prefer` (RFC 7240); preferences that nobody knows are left aside, as it demands
    static Preference parse(String header) {
        var returned = Return.UNSAID;
        var handling = Handling.LENIENT;
        for (var word : header.split("[,;]")) {
            switch (word.strip().toLowerCase(Locale.ROOT).replace("\"", "")) {
                case "return=minimal" -> returned = Return.MINIMAL;
                case "return=representation" -> returned = Return.REPRESENTATION;
                case "return=operationoutcome" -> returned = Return.OUTCOME;
                case "handling=strict" -> handling = Handling.STRICT;
                case "handling=lenient" -> handling = Handling.LENIENT;
                default -> {}
            }
        }
        return new Preference(returned, handling);
    }
}
