package io.carekeep.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which safeguards of HIPAA a test shows, on a test or on a class of them. `./verify` prints those that were
/// shown.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Safeguard {

    /// Citations in 45 CFR, such as `164.312(b)`.
    String[] value();
}
