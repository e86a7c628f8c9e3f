package io.carekeep.access.emergency;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Why somebody breaks the glass. The numbers are stored: add, never change.
public enum Reason {
    /// The patient is treated at once and nobody has assigned them yet.
    EMERGENCY_TREATMENT(1),
    /// A colleague's patient is cared for in their stead.
    COVERING(2),
    /// The patient asks for it, present or by telephone.
    PATIENT_REQUEST(3),
    /// Somebody else is in danger.
    PUBLIC_SAFETY(4);

    private final int number;

    Reason(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Reason of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.number == number)
                .findFirst()
                .orElse(EMERGENCY_TREATMENT);
    }

    /// As a request writes it, such as `emergency-treatment`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws Refused naming those that there are
    public static Reason parse(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused(new Problem.Invalid(
                        "reason",
                        "one of " + Arrays.stream(values()).map(Reason::word).collect(Collectors.joining(", ")))));
    }
}
