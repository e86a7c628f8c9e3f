package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which content types are understood: https://hl7.org/fhir/R4/http.html#mime-type.
final class Format {

    /// How every resource is sent.
    static final String FHIR = "application/fhir+json;charset=utf-8";

    static final String JSON_PATCH = "application/json-patch+json";

    private static final String MEND = "Only JSON is spoken here: application/fhir+json, FHIR version 4.0.";

    private Format() {}

    /// Whether the answer is wanted as FHIR's JSON. A wish for anything counts as one.
    /// @param format the parameter `_format`, which outdoes the header
    static boolean wantsFhir(@Nullable String accept, @Nullable String format) {
        if (format != null) {
            return format.equals("json") || isWanted(format);
        }
        return accept == null || accept.isBlank() || best(accept);
    }

    // The first of those with the highest weight decides.
    private static boolean best(String accept) {
        double highest = 0;
        boolean fhir = false;
        int from = 0;
        while (from < accept.length()) {
            int to = accept.indexOf(',', from);
            to = to < 0 ? accept.length() : to;
            var range = accept.substring(from, to);
            double weight = weight(range);
            if (weight > highest) {
                highest = weight;
                fhir = isWanted(range);
            } else if (weight == highest && weight > 0) {
                fhir |= isWanted(range);
            }
            from = to + 1;
        }
        return fhir;
    }

    /// Whether some range of the header admits FHIR's JSON, however little it is wanted.
    static boolean admitsFhir(@Nullable String accept, @Nullable String format) {
        if (format != null || accept == null || accept.isBlank()) {
            return wantsFhir(accept, format);
        }
        for (var range : accept.split(",")) {
            if (weight(range) > 0 && isWanted(range)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWanted(String range) {
        var type = type(range);
        boolean known = isJson(type) || type.equals("*/*") || type.equals("application/*");
        var version = parameter(range, "fhirversion");
        return known && (version == null || version.equals("4.0") || version.equals("4.0.1"));
    }

    private static double weight(String range) {
        var weight = parameter(range, "q");
        try {
            return weight == null ? 1 : Double.parseDouble(weight);
        } catch (NumberFormatException _) {
            throw new Refused(new Problem.Invalid("Accept", "media types with weights such as q=0.5"));
        }
    }

    /// The media type in lower case, without its parameters.
    static String type(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /// Whether a media type is one of those that FHIR's JSON goes by.
    static boolean isJson(String type) {
        return switch (type) {
            case "application/fhir+json", "application/json", "text/json", "application/json+fhir" -> true;
            default -> false;
        };
    }

    /// Whether a media type is one of those that FHIR's other format goes by.
    static boolean isXml(String type) {
        return switch (type) {
            case "application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir" -> true;
            default -> false;
        };
    }

    /// A parameter of a media type, in lower case and without quotes, or null.
    /// @param name in lower case
    static @Nullable String parameter(String header, String name) {
        int from = header.indexOf(';');
        while (from >= 0) {
            int to = header.indexOf(';', from + 1);
            var part = header.substring(from + 1, to < 0 ? header.length() : to);
            int equals = part.indexOf('=');
            if (equals > 0
                    && part.substring(0, equals)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals(name)) {
                return part.substring(equals + 1).strip().replace("\"", "").toLowerCase(Locale.ROOT);
            }
            from = to;
        }
        return null;
    }

    /// Refuses an answer in another format.
    static Refused notAcceptable() {
        return new Refused(new Problem.WrongFormat(406, MEND));
    }

    /// Refuses a body in another format.
    static Refused notUnderstood(String expected) {
        return new Refused(new Problem.WrongFormat(415, "The body's Content-Type must be " + expected + "."));
    }
}
