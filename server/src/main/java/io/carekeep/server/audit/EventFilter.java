package io.carekeep.server.audit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Which entries a search for AuditEvents means.
/// @param patient whom they must be about, if anybody
/// @param agents the accounts of which one must have asked; empty for any
/// @param entities the records of which one must be among theirs; empty for any
/// @param own whether who asks sees of entries only what is the patient's
record EventFilter(
        EventQuery query,
        OptionalLong patient,
        Optional<Set<Long>> agents,
        Set<Long> entities,
        boolean own,
        Whom whom) {

    boolean holds(Logged entry) {
        return isAbout(entry)
                && (agents.isEmpty() || agents.get().contains(entry.account()))
                && (entities.isEmpty() || !Collections.disjoint(entities, shown(entry)))
                && any(query.actions(), EventCodes.action(entry))
                && any(query.outcomes(), EventCodes.outcome(entry))
                && any(query.subtypes(), EventCodes.subtype(entry).code())
                && isFrom(entry);
    }

    // What is not shown is not found by either.
    private Set<Long> shown(Logged entry) {
        if (!own) {
            return entry.records();
        }
        whom.learn(List.of(entry));
        return whom.own(entry, patient.orElseThrow());
    }

    private boolean isAbout(Logged entry) {
        if (patient.isEmpty()) {
            return true;
        }
        if (entry.isMute()) {
            whom.learn(List.of(entry));
        }
        return whom.isAbout(entry, patient.getAsLong());
    }

    private static boolean any(List<String> wanted, String code) {
        return wanted.isEmpty() || wanted.contains(code);
    }

    private boolean isFrom(Logged entry) {
        return query.addresses().isEmpty()
                || entry.facts()
                        .from()
                        .filter(from -> query.addresses().stream()
                                .anyMatch(each -> LogEvents.address(each).equals(from)))
                        .isPresent();
    }
}
