package io.carekeep.server.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.carekeep.store.find.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a proposed policy opens and closes, in numbers of patients and records that are there now.
/// @param against the version in force, with which it was compared
/// @param notes on what numbers don't tell
record Impact(int against, List<Subject> subjects, List<String> notes) {

    /// What changes for who is in a group, or for an account.
    /// @param name of the group or the account
    /// @param groups in which the account is; of a group itself
    /// @param accounts how many there are in a group; 0 when it was counted for somebody who is nobody
    /// @param patients whose records are opened and closed, each counted once for each kind
    /// @param unused what begins or ends of which there are no such records now
    /// @param beside what else changes, in words
    record Subject(
            Kind kind,
            String name,
            List<String> groups,
            int accounts,
            List<Patients> patients,
            List<Row> rows,
            List<Unused> unused,
            List<String> beside) {

        boolean isEmpty() {
            return rows.isEmpty() && unused.isEmpty() && beside.isEmpty();
        }
    }

    /// Whether it is about a group by itself, or about an account with all its groups.
    enum Kind {
        GROUP,
        ACCOUNT
    }

    /// The patients of whose records some are gained or lost, whatever their type.
    /// @param may `view`, `change` or `may-assign`
    record Patients(String may, int gained, int lost) {}

    /// What changes for records of a type.
    /// @param may `view`, `change`, or interactions
    /// @param when under which circumstances; empty when none are known
    /// @param gained records that were closed and are opened
    /// @param elements that are shown, or may be changed, in more records or in fewer
    /// @param uncounted why there are no numbers
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            String type,
            String may,
            String when,
            @Nullable Numbers gained,
            @Nullable Numbers lost,
            List<Element> elements,
            @Nullable String uncounted) {}

    /// Patients, and records of theirs or of nobody.
    record Numbers(int patients, long records) {

        static Numbers of(Tally tally) {
            return new Numbers(tally.patients(), tally.records());
        }

        boolean isNone() {
            return records == 0;
        }
    }

    /// An element that is shown in records in which it was hidden or that were closed, or the other way round.
    record Element(String path, Numbers gained, Numbers lost) {}

    /// Types of which there are no such records.
    /// @param begins whether it begins to be permitted, or ends
    record Unused(String may, String when, boolean begins, List<String> types) {}
}
