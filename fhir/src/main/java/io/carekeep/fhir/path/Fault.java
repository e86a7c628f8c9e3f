package io.carekeep.fhir.path;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;

/// Says what an expression needed and didn't find. It never quotes an item: that could be a patient's.
final class Fault {

    private static final String PLACE = "FHIRPath";

    private Fault() {}

    /// A fault found while evaluating.
    static Refused of(String expected) {
        return new Refused(new Problem.Invalid(PLACE, "Expected " + expected + "."));
    }

    /// A fault in the expression's text.
    static Refused at(int column, String expected) {
        return new Refused(
                new Problem.Invalid(PLACE + ", column " + column, "This is not FHIRPath: expected " + expected + "."));
    }

    /// More work than the limit allows.
    static Refused tooCostly(String limit, long most) {
        return new Refused(new Problem.TooCostly(limit, most));
    }

    /// FHIRPath has it, this engine doesn't.
    static Refused unsupported(String what) {
        return new Refused(new Problem.Unsupported(PLACE, what + " is not supported."));
    }
}
