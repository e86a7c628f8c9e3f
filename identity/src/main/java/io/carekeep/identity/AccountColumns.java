package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of an account's row that aren't sealed, and what binds them to the one that is.
record AccountColumns(
        long number,
        short kind,
        byte[] name,
        List<Short> groups,
        List<String> named,
        long made,
        @Nullable Long enrolled,
        @Nullable Long suspended,
        @Nullable Long ended,
        List<Long> hands) {

    // Stored as numbers from 1 on: never change. Those that came later are stored by name.
    private static final List<Group> NUMBERED =
            List.of(Group.ADMINISTRATOR, Group.OPERATOR, new Group("clinician"), new Group("reader"));
    private static final long NAMED = -1;
    private static final long HANDS = -2;

    static AccountColumns of(Account account, byte[] name) {
        return new AccountColumns(
                account.number(),
                number(account.kind()),
                name,
                account.groups().stream()
                        .map(AccountColumns::number)
                        .filter(number -> number > 0)
                        .sorted()
                        .toList(),
                account.groups().stream()
                        .filter(group -> number(group) == 0)
                        .map(Group::name)
                        .sorted()
                        .toList(),
                account.made().toEpochMilli(),
                millis(account.enrolled()),
                millis(account.suspended()),
                millis(account.ended()),
                account.hands().stream().sorted().toList());
    }

    static AccountColumns of(ResultSet row) throws SQLException {
        return new AccountColumns(
                row.getLong("number"),
                row.getShort("kind"),
                row.getBytes("name"),
                List.of((Short[]) row.getArray("groups").getArray()),
                List.of((String[]) row.getArray("named").getArray()),
                row.getLong("made"),
                time(row, "enrolled"),
                time(row, "suspended"),
                time(row, "ended"),
                List.of((Long[]) row.getArray("hands").getArray()));
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
        if (!named.isEmpty()) {
            proof.with(NAMED);
            named.forEach(name -> proof.with(name.getBytes(StandardCharsets.US_ASCII)));
        }
        if (!hands.isEmpty()) {
            proof.with(HANDS);
            hands.forEach(hand -> proof.with((long) hand));
        }
        return proof;
    }

    Account account(AccountName opened, List<FhirUser> fhirUser) {
        return new Account(
                number,
                kind == number(Caller.Kind.PERSON) ? Caller.Kind.PERSON : Caller.Kind.SERVICE,
                opened,
                all(),
                fhirUser,
                Instant.ofEpochMilli(made),
                instant(enrolled),
                instant(suspended),
                instant(ended),
                Set.copyOf(hands));
    }

    Map<String, @Nullable Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("number", number);
        parameters.put("kind", kind);
        parameters.put("name", name);
        parameters.put("groups", groups.toArray(Short[]::new));
        parameters.put("named", named.toArray(String[]::new));
        parameters.put("made", made);
        parameters.put("enrolled", enrolled);
        parameters.put("suspended", suspended);
        parameters.put("ended", ended);
        parameters.put("hands", hands.toArray(Long[]::new));
        return parameters;
    }

    private Set<Group> all() {
        var all = named.stream().map(Group::new).collect(Collectors.toCollection(HashSet::new));
        NUMBERED.stream().filter(group -> groups.contains(number(group))).forEach(all::add);
        return all;
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

    /// The number of a group that has one, or 0.
    static short number(Group group) {
        return (short) (NUMBERED.indexOf(group) + 1);
    }

    // Stored: add, never change.
    static short number(Caller.Kind kind) {
        return switch (kind) {
            case PERSON -> 1;
            case SERVICE -> 2;
        };
    }
}
