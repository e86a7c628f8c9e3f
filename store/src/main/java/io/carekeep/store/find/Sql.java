package io.carekeep.store.find;

import io.carekeep.store.Bigints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that grows: text and the values of its placeholders, numbers all of them.
final class Sql {

    private final StringBuilder text = new StringBuilder(512);
    private final List<Object> arguments = new ArrayList<>();

    Sql add(String more) {
        text.append(more);
        return this;
    }

    /// Adds a placeholder for a number.
    Sql number(long value) {
        text.append('?');
        arguments.add(value);
        return this;
    }

    /// Adds a placeholder for a time near the present: statements that differ in it only are about the same.
    Sql time(long value) {
        text.append('?');
        arguments.add(new Time(value));
        return this;
    }

    private record Time(long millis) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Time;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /// Adds a placeholder for an array of numbers.
    Sql numbers(long[] values) {
        text.append('?');
        arguments.add(values);
        return this;
    }

    /// Adds a placeholder for a multirange.
    Sql ranges(String value) {
        text.append("?::int8multirange");
        arguments.add(value);
        return this;
    }

    Sql add(Sql other) {
        text.append(other.text);
        arguments.addAll(other.arguments);
        return this;
    }

    /// A number that equal statements share, and hardly any others.
    int fingerprint() {
        return 31 * text.toString().hashCode() + Arrays.deepHashCode(arguments.toArray());
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(text.toString());
        for (int at = 0; at < arguments.size(); at++) {
            switch (arguments.get(at)) {
                case Long number -> statement.setLong(at + 1, number);
                case Time(var millis) -> statement.setLong(at + 1, millis);
                case long[] numbers -> statement.setArray(at + 1, Bigints.of(connection, numbers));
                case Object other -> statement.setString(at + 1, (String) other);
            }
        }
        return statement;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
