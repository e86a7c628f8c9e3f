package io.carekeep.access;

import java.util.Set;

/// Hears of answers that are about patients' records, before they leave.
@FunctionalInterface
public interface AnswerWatch {

    /// @param patients of whom the caller gets to see something, or wrote something, by number
    void answers(Caller caller, Set<Long> patients);
}
