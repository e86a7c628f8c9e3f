package io.carekeep.access;

import io.carekeep.base.Check;
import java.time.Duration;

/// The proof of who somebody is on which a request stands.
/// @param assurance how strong it was: 1 one factor, 2 two factors, 3 two of which one can't be copied
/// @param age how long ago it was given, when the request came
public record SignIn(int assurance, Duration age) {

    /// The strongest there is.
    public static final int ASSURANCE_MAX = 3;

    public SignIn {
        Check.that(assurance >= 1 && assurance <= ASSURANCE_MAX, "an assurance from 1 to 3");
        Check.that(!age.isNegative(), "a sign-in in the past");
    }
}
