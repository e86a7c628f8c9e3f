package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.store.Version;
import io.carekeep.store.find.SearchPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the audit log says, as `AuditEvent`s: https://hl7.org/fhir/R4/auditevent.html. Those who may read the log find
/// these; all others find what clients wrote before Carekeep wrote every event itself.
public interface AuditEvents {

    /// Nobody reads the log.
    AuditEvents NONE = new AuditEvents() {
        @Override
        public boolean answers(Caller caller) {
            return false;
        }

        @Override
        public Optional<SearchPage> search(Caller caller, Search asked) {
            return Optional.empty();
        }

        @Override
        public Optional<Version> read(Caller caller, String id, String words) {
            return Optional.empty();
        }
    };

    /// What is searched.
    /// @param question the parameters
    /// @param count events a page
    /// @param words the whole request in words, for the log
    /// @param page where a later page begins, or null for the first
    record Search(
            List<Parameter> question,
            int count,
            String words,
            @Nullable String page) {

        public Search {
            question = List.copyOf(question);
        }

        @Override
        public String toString() {
            return "[search]";
        }
    }

    /// Whether the caller may read something in the log.
    boolean answers(Caller caller);

    /// A page of events, the newest first.
    /// @return empty when the caller may read nothing in the log
    /// @throws io.carekeep.base.Refused naming the parameter that the log can't be searched by
    Optional<SearchPage> search(Caller caller, Search asked);

    /// One event.
    /// @param words the request, for the log
    /// @return empty when the id is no entry's, and when the caller may read nothing in the log
    /// @throws io.carekeep.base.Refused when there is no such entry, or it is not for the caller
    Optional<Version> read(Caller caller, String id, String words);
}
