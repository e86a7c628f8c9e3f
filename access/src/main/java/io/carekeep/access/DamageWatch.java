package io.carekeep.access;

import io.carekeep.base.Problem;

/// Hears of each record that a request found not to be as it was written.
public interface DamageWatch {

    /// Called once the request's transaction has ended. What it throws would hide why the request failed.
    void met(Problem.Damaged damaged);
}
