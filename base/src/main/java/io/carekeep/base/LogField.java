package io.carekeep.base;

import java.time.Duration;

/// The only things that can stand in a log line. There is no field for text, so text can't be logged.
public sealed interface LogField {

    /// The field's name, from code.
    String name();

    /// A number of things.
    record Count(String name, long value) implements LogField {}

    /// How long something took.
    record Took(String name, Duration value) implements LogField {}

    /// One word of a fixed set.
    record Word(String name, Enum<?> value) implements LogField {}

    /// A surrogate that means nothing outside the database: an account's, a resource's or a job's number.
    record Surrogate(String name, long value) implements LogField {}

    /// An exception's type and place. Its message stays out: a database's message can quote a row.
    record Failure(Throwable value) implements LogField {
        @Override
        public String name() {
            return "failure";
        }
    }
}
