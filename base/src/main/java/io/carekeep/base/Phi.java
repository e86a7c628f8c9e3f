package io.carekeep.base;

import com.google.errorprone.annotations.RestrictedApi;
import java.util.Objects;

/// A value that says something about a patient. It prints as `[phi]`, so that no log or message can quote it.
public final class Phi<T> {

    private final T value;

    private Phi(T value) {
        this.value = Objects.requireNonNull(value);
    }

    public static <T> Phi<T> of(T value) {
        return new Phi<>(value);
    }

    /// The value itself, for code that is marked [HandlesPhi].
    @RestrictedApi(
            explanation = "looking at PHI must be visible in review",
            link = "https://www.ecfr.gov/current/title-45/section-164.312",
            allowlistAnnotations = HandlesPhi.class)
    public T reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phi<?> phi && value.equals(phi.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[phi]";
    }
}
