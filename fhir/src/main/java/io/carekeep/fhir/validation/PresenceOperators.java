package io.carekeep.fhir.validation;

import io.carekeep.fhir.validation.PresenceReader.Known;
import io.carekeep.fhir.validation.PresenceReader.Part;

/// FHIRPath's operators and functions over what is known of collections:
/// https://hl7.org/fhirpath/N1/#boolean-logic.
final class PresenceOperators {

    private PresenceOperators() {}

    static Part binary(String operator, Part left, Part right) {
        return switch (operator) {
            case "and" -> present -> and(truth(left.of(present)), truth(right.of(present)));
            case "or" -> present -> or(truth(left.of(present)), truth(right.of(present)));
            case "xor" -> present -> compared(truth(left.of(present)), truth(right.of(present)), Known.FALSE);
            case "implies" -> present -> implies(truth(left.of(present)), truth(right.of(present)));
            case "=" -> present -> compared(left.of(present), right.of(present), Known.TRUE);
            case "!=" -> present -> compared(left.of(present), right.of(present), Known.FALSE);
            case "<", ">", "<=", ">=", "+", "-", "*" ->
                present -> eitherNothing(left.of(present), right.of(present)) ? Known.NOTHING : Known.ANYTHING;
            case "in" -> present -> left.of(present) == Known.NOTHING ? Known.NOTHING : Known.ANYTHING;
            case "|" -> present -> union(left.of(present), right.of(present));
            default -> present -> Known.ANYTHING;
        };
    }

    static Part call(String function, Part focus) {
        return switch (function) {
            case "exists" -> present -> exists(focus.of(present), Known.TRUE, Known.FALSE);
            case "empty" -> present -> exists(focus.of(present), Known.FALSE, Known.TRUE);
            case "not" -> present -> not(truth(focus.of(present)));
            case "all", "isDistinct" -> present -> focus.of(present) == Known.NOTHING ? Known.TRUE : Known.ANYTHING;
            case "exists-which", "hasValue" ->
                present -> focus.of(present) == Known.NOTHING ? Known.FALSE : Known.ANYTHING;
            case "children",
                    "descendants",
                    "where",
                    "select",
                    "first",
                    "tail",
                    "trace",
                    "as",
                    "ofType",
                    "resolve",
                    "startsWith",
                    "matches",
                    "toInteger",
                    "toString" -> present -> focus.of(present) == Known.NOTHING ? Known.NOTHING : Known.ANYTHING;
            default -> present -> Known.ANYTHING;
        };
    }

    /// One item that is no boolean counts as true and several are an error, so something may be anything.
    private static Known truth(Known known) {
        return known == Known.SOMETHING ? Known.ANYTHING : known;
    }

    private static Known and(Known left, Known right) {
        if (left == Known.FALSE || right == Known.FALSE) {
            return Known.FALSE;
        }
        if (left == Known.TRUE) {
            return right;
        }
        return right == Known.TRUE || left == right ? left : Known.ANYTHING;
    }

    private static Known or(Known left, Known right) {
        if (left == Known.TRUE || right == Known.TRUE) {
            return Known.TRUE;
        }
        if (left == Known.FALSE) {
            return right;
        }
        return right == Known.FALSE || left == right ? left : Known.ANYTHING;
    }

    private static Known implies(Known left, Known right) {
        return left == Known.TRUE ? right : or(not(left), right);
    }

    private static Known not(Known known) {
        return switch (known) {
            case TRUE -> Known.FALSE;
            case FALSE -> Known.TRUE;
            case NOTHING -> Known.NOTHING;
            case SOMETHING, ANYTHING -> Known.ANYTHING;
        };
    }

    private static Known compared(Known left, Known right, Known whenEqual) {
        if (eitherNothing(left, right)) {
            return Known.NOTHING;
        }
        boolean both = isTruth(left) && isTruth(right);
        if (!both) {
            return Known.ANYTHING;
        }
        return left == right ? whenEqual : not(whenEqual);
    }

    private static boolean isTruth(Known known) {
        return known == Known.TRUE || known == Known.FALSE;
    }

    private static boolean eitherNothing(Known left, Known right) {
        return left == Known.NOTHING || right == Known.NOTHING;
    }

    private static Known union(Known left, Known right) {
        if (left == Known.NOTHING && right == Known.NOTHING) {
            return Known.NOTHING;
        }
        boolean some =
                left != Known.NOTHING && left != Known.ANYTHING || right != Known.NOTHING && right != Known.ANYTHING;
        return some ? Known.SOMETHING : Known.ANYTHING;
    }

    private static Known exists(Known known, Known whenSome, Known whenNone) {
        return switch (known) {
            case NOTHING -> whenNone;
            case TRUE, FALSE, SOMETHING -> whenSome;
            case ANYTHING -> Known.ANYTHING;
        };
    }
}
