package io.carekeep.access.policy;

import java.util.List;
import java.util.Optional;

/// Where the versions of the rules are kept.
public interface RulesShelf {

    /// A version of the rules.
    /// @param at when it came into force, in milliseconds since the epoch
    /// @param account whose it is; 0 is the machine's operator
    record Kept(int version, long at, long account, String text) {

        @Override
        public String toString() {
            return "policy " + version;
        }
    }

    /// The number of the last version, or 0.
    int last();

    Optional<Kept> find(int version);

    /// The last versions, the newest first.
    List<Kept> newest(int most);

    /// Adds a version, in the transaction at hand.
    /// @throws io.carekeep.base.Refused with a conflict when that version is there already
    void add(Kept kept);
}
