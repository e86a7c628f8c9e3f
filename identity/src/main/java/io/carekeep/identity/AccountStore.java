package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of accounts, opened and sealed.
final class AccountStore {

    /// An account with what proves it.
    /// @param hash of its password or secret; empty until it has one
    record Kept(Account account, String hash) {

        @Override
        public String toString() {
            return "account " + account.number();
        }
    }

    // No resource type has this ordinal, so no resource's id has the token of a name.
    private static final char SEPARATOR = '\n';
    private static final String LINES = "\n";
    private static final int NAMES = 0xFFFF;
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('identity.account'))";
    private static final String NEXT = "select nextval('identity.account_number')";
    private static final String COLUMNS =
            "select number, kind, name, groups, named, made, enrolled, suspended, ended, hands, body from identity.account ";
    private static final String BY_NUMBER = COLUMNS + "where number = :number";
    private static final String BY_NUMBERS = COLUMNS + "where number = any(:numbers)";
    private static final String BY_NAME = COLUMNS + "where name = :name";
    private static final String PAGE = COLUMNS + "where number > :after order by number limit :most";
    private static final String ADD = """
            insert into identity.account
                   (number, kind, name, groups, named, made, enrolled, suspended, ended, hands, body)
            values (:number, :kind, :name, :groups, :named, :made, :enrolled, :suspended, :ended, :hands, :body)
                on conflict (name) do nothing
            """;
    private static final String REPLACE = """
            update identity.account
               set groups = :groups,
                   named = :named,
                   enrolled = :enrolled,
                   suspended = :suspended,
                   ended = :ended,
                   hands = :hands,
                   body = :body
             where number = :number
            """;
    private static final String PEOPLE = """
            select count(*)
              from identity.account
             where kind = :kind
            """;
    private static final String ABLE = """
            select count(*)
              from identity.account
             where :grp = any (groups)
               and enrolled is not null
               and suspended is null
               and ended is null
            """;

    private final JdbcClient sql;
    private final Vault vault;

    AccountStore(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    /// Until the transaction ends, nobody else changes an account.
    void oneAtATime() {
        sql.sql(ONE_AT_A_TIME).query(_ -> {});
    }

    long next() {
        return Objects.requireNonNull(sql.sql(NEXT).query(Long.class).single());
    }

    /// @throws Altered when the row is not as we wrote it
    Optional<Kept> find(long number) {
        return sql.sql(BY_NUMBER).param("number", number).query(this::kept).optional();
    }

    List<Account> find(Collection<Long> numbers) {
        return sql.sql(BY_NUMBERS)
                .param("numbers", numbers.toArray(Long[]::new))
                .query((row, index) -> kept(row, index).account())
                .list();
    }

    Optional<Kept> find(AccountName name) {
        return sql.sql(BY_NAME).param("name", token(name)).query(this::kept).optional();
    }

    List<Account> page(long after, int most) {
        return sql.sql(PAGE)
                .param("after", after)
                .param("most", most)
                .query((row, index) -> kept(row, index).account())
                .list();
    }

    /// Whether it went in; if not, another account has the name.
    boolean add(Account account, String hash) {
        return written(ADD, account, hash) == 1;
    }

    void replace(Account account, String hash) {
        written(REPLACE, account, hash);
    }

    boolean hasPeople() {
        return count(PEOPLE, "kind", AccountColumns.number(Caller.Kind.PERSON)) > 0;
    }

    /// How many accounts of a group can call.
    long able(Group group) {
        return count(ABLE, "grp", AccountColumns.number(group));
    }

    private long count(String query, String parameter, short value) {
        return Objects.requireNonNull(
                sql.sql(query).param(parameter, value).query(Long.class).single());
    }

    byte[] token(AccountName name) {
        return vault.accounts().id(NAMES, name.text());
    }

    private int written(String statement, Account account, String hash) {
        var columns = AccountColumns.of(account, token(account.name()));
        var body =
                (account.name().text() + SEPARATOR + hash + shown(account.fhirUser())).getBytes(StandardCharsets.UTF_8);
        return sql.sql(statement)
                .params(columns.parameters())
                .param("body", columns.proof().seal(vault, body))
                .update();
    }

    // Below name and hash, a line each; an account that is nobody among the records has none.
    private static String shown(List<FhirUser> fhirUser) {
        return fhirUser.stream().map(each -> SEPARATOR + each.text()).collect(Collectors.joining());
    }

    private Kept kept(ResultSet row, int index) throws SQLException {
        var columns = AccountColumns.of(row);
        var body = new String(columns.proof().open(vault, row.getBytes("body")), StandardCharsets.UTF_8);
        var lines = body.split(LINES, -1);
        var fhirUser =
                Arrays.stream(lines, 2, lines.length).map(FhirUser::parse).toList();
        return new Kept(columns.account(AccountName.parse(lines[0]), fhirUser), lines[1]);
    }
}
