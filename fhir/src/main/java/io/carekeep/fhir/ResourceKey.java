package io.carekeep.fhir;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;

/// Which resource: its type and id (https://hl7.org/fhir/R4/datatypes.html#id).
public record ResourceKey(ResourceType type, String id) {

    private static final int ID_MAX = 64;

    /// The resource that an address names.
    /// @throws Refused when there is no such type or the id is not one
    public static ResourceKey parse(String type, String id) {
        var known = ResourceType.of(type).orElseThrow(() -> new Refused(new Problem.Missing("type")));
        if (!isId(id)) {
            throw new Refused(new Problem.Invalid("id", "letters, digits, '-' and '.', at most 64 of them"));
        }
        return new ResourceKey(known, id);
    }

    /// The patient whom a request names.
    /// @param text `Patient/[id]`
    /// @throws Refused when it names none
    public static ResourceKey ofPatient(String text) {
        var words = text.split("/", 2);
        if (words.length < 2 || !words[0].equals("Patient")) {
            throw new Refused(new Problem.Invalid("patient", "Patient/[id]"));
        }
        return parse(words[0], words[1]);
    }

    /// Whether a text may be an id.
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > ID_MAX) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            boolean allowed = letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || letter == '-'
                    || letter == '.';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return type + "/[id]";
    }
}
