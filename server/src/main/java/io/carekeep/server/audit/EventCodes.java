package io.carekeep.server.audit;

import io.carekeep.access.Interaction;
import java.util.Optional;

/// FHIR's and DICOM's codes for what entries say: https://hl7.org/fhir/R4/auditevent.html.
final class EventCodes {

    /// @param system where the code is defined
    record Coding(String system, String code, String display) {}

    static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String EVENT_TYPES = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String RESTFUL = "http://hl7.org/fhir/restful-interaction";
    // What neither has a code for.
    private static final String OWN = "urn:carekeep:interaction";

    private static final Coding REST = new Coding(EVENT_TYPES, "rest", "RESTful Operation");
    private static final Coding AUTHENTICATION = new Coding(DICOM, "110114", "User Authentication");
    private static final Coding LOG_USED = new Coding(DICOM, "110101", "Audit Log Used");
    private static final Coding SECURITY = new Coding(DICOM, "110113", "Security Alert");
    private static final Coding EXPORT = new Coding(DICOM, "110106", "Export");
    private static final Coding LOGIN = new Coding(DICOM, "110122", "Login");
    private static final Coding EMERGENCY = new Coding(DICOM, "110127", "Emergency Override Started");

    private EventCodes() {}

    static Coding type(Logged entry) {
        return entry.way().map(EventCodes::type).orElse(SECURITY);
    }

    private static Coding type(Interaction way) {
        return switch (way) {
            case READ,
                    VREAD,
                    HISTORY,
                    SEARCH,
                    CREATE,
                    UPDATE,
                    PATCH,
                    DELETE,
                    TRANSACTION,
                    EVERYTHING,
                    META,
                    VALIDATE,
                    EXPORT,
                    ERASE,
                    REINDEX,
                    RELABEL,
                    MAY_ASSIGN -> REST;
            case RELEASE_DATA -> EXPORT;
            case SIGN_IN, ISSUE_TOKEN, REVOKE_TOKEN, ENROL -> AUTHENTICATION;
            case VERIFY_LOG, VIEW_LOG, VIEW_OWN_LOG -> LOG_USED;
            case MANAGE_ACCOUNTS,
                    MANAGE_KEYS,
                    MANAGE_POLICY,
                    BREAK_GLASS,
                    VIEW_ALARMS,
                    HANDLE_ALARMS,
                    LIFT_BUDGET,
                    MANAGE_BUDGETS,
                    MANAGE_RELEASES -> SECURITY;
        };
    }

    static Coding subtype(Logged entry) {
        return entry.way().map(EventCodes::subtype).orElse(new Coding(OWN, "unknown", "unknown"));
    }

    private static Coding subtype(Interaction way) {
        return switch (way) {
            case READ, VREAD, HISTORY, SEARCH, CREATE, UPDATE, PATCH, DELETE, TRANSACTION -> restful(way.word());
            case EVERYTHING, META, VALIDATE -> restful("operation");
            case SIGN_IN -> LOGIN;
            case BREAK_GLASS -> EMERGENCY;
            default -> new Coding(OWN, way.word(), way.word());
        };
    }

    private static Coding restful(String code) {
        return new Coding(RESTFUL, code, code);
    }

    /// A letter of FHIR's `audit-event-action`.
    static String action(Logged entry) {
        return entry.way().map(EventCodes::action).orElse("E");
    }

    private static String action(Interaction way) {
        return switch (way) {
            case READ, VREAD, HISTORY, META, VIEW_LOG, VIEW_OWN_LOG, VIEW_ALARMS, RELEASE_DATA -> "R";
            case CREATE -> "C";
            case UPDATE, PATCH -> "U";
            case DELETE, ERASE -> "D";
            default -> "E";
        };
    }

    /// A code of FHIR's `audit-event-outcome`: done, denied, failed.
    static String outcome(Logged entry) {
        return switch (entry.outcome()) {
            case DONE -> "0";
            case DENIED -> "4";
            case FAILED -> "8";
        };
    }

    /// The profile of IHE's Basic Audit Log Patterns that an event of this kind follows, if there is one; with one
    /// patient it is the one for that.
    static Optional<String> profile(Logged entry, int patients) {
        if (!outcome(entry).equals("0") || patients > 1) {
            return Optional.empty();
        }
        var before = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
                + (patients == 1 ? "Patient" : "");
        return entry.way()
                .map(way -> switch (way) {
                    case READ, VREAD -> "Read";
                    case SEARCH -> "Query";
                    case CREATE -> "Create";
                    case UPDATE, PATCH -> "Update";
                    case DELETE -> "Delete";
                    default -> "";
                })
                .filter(word -> !word.isEmpty())
                .map(before::concat);
    }

    /// Whether the client is where it comes from, in DICOM's words; of a read it is where it goes.
    static boolean isFromClient(Logged entry) {
        return entry.way()
                .filter(way -> way == Interaction.READ || way == Interaction.VREAD)
                .isEmpty();
    }
}
