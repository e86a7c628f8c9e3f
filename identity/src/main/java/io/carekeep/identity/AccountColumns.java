package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The columns of an account's row that aren't sealed, and what binds them to the one that is.
record AccountColumns(
        long number,
        short kind,
        byte[] name,
        List<Short> groups,
        long made,
        @Nullable Long enrolled,
        @Nullable Long suspended,
        @Nullable Long ended) {

    static AccountColumns of(Account account, byte[] name) {
        return new AccountColumns(
                account.number(),
                number(account.kind()),
                name,
                account.groups().stream().map(AccountColumns::number).sorted().toList(),
                account.made().toEpochMilli(),
                millis(account.enrolled()),
                millis(account.suspended()),
                millis(account.ended()));
    }

    static AccountColumns of(ResultSet row) throws SQLException {
        return new AccountColumns(
                row.getLong("number"),
                row.getShort("kind"),
                row.getBytes("name"),
                List.of((Short[]) row.getArray("groups").getArray()),
                row.getLong("made"),
                time(row, "enrolled"),
                time(row, "suspended"),
                time(row, "ended"));
    }

    Proof proof() {
        var proof = Proof.of("account")
                .with(number)
                .with((long) kind)
                .with(name)
                .with(made)
                .with(enrolled)
                .with(suspended)
                .with(ended);
        groups.forEach(group -> proof.with((long) group));
        return proof;
    }

    Account account(AccountName opened) {
        return new Account(
                number,
                kind == number(Caller.Kind.PERSON) ? Caller.Kind.PERSON : Caller.Kind.SERVICE,
                opened,
                opened(groups),
                Instant.ofEpochMilli(made),
                instant(enrolled),
                instant(suspended),
                instant(ended));
    }

    Map<String, @Nullable Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("number", number);
        parameters.put("kind", kind);
        parameters.put("name", name);
        parameters.put("groups", groups.toArray(Short[]::new));
        parameters.put("made", made);
        parameters.put("enrolled", enrolled);
        parameters.put("suspended", suspended);
        parameters.put("ended", ended);
        return parameters;
    }

    private static Set<Group> opened(List<Short> numbers) {
        var groups = EnumSet.noneOf(Group.class);
        Arrays.stream(Group.values())
                .filter(group -> numbers.contains(number(group)))
                .forEach(groups::add);
        return groups;
    }

    private static @Nullable Long time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : millis;
    }

    private static @Nullable Long millis(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    // Stored: add, never change.
    static short number(Group group) {
        return switch (group) {
            case ADMINISTRATOR -> 1;
            case OPERATOR -> 2;
            case CLINICIAN -> 3;
            case READER -> 4;
        };
    }

    // Stored: add, never change.
    static short number(Caller.Kind kind) {
        return switch (kind) {
            case PERSON -> 1;
            case SERVICE -> 2;
        };
    }
}
