package io.carekeep.access.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Objects;

/// The rules that hold until somebody brings their own.
public final class Shipped {

    private static final String FILE = "policy.yaml";

    private Shipped() {}

    /// Their text, an example to begin with.
    public static String text() {
        try (var file = Objects.requireNonNull(Shipped.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Rules rules() {
        return RulesText.read(text());
    }

    /// The policy of a home that nobody has given another; it is the same at all times.
    public static RulePolicy policy(Criteria criteria) {
        return new RulePolicy(rules(), criteria, () -> LocalDateTime.MIN);
    }
}
