package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.access.policy.Shipped;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Passwords;
import io.carekeep.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The parts of this module over a real database, with a clock that stands still.
public final class Fixture implements AutoCloseable {

    public static final String PASSWORD = "seven green kettles sing";
    static final Group CLINICIAN = new Group("clinician");
    static final Group READER = new Group("reader");
    static final Caller ADMINISTRATOR = new Caller(999, Caller.Kind.PERSON, Set.of(Group.ADMINISTRATOR));

    static final Criteria CRITERIA =
            new Criteria(new SearchParser(SearchParameters.r4(), ZoneOffset.UTC, Clock.systemUTC()));

    private final TestDatabase test = TestDatabase.create("vault", "audit", "identity");
    public final SecureRandom random = new SecureRandom();
    public final SetClock clock = new SetClock(Instant.parse("2026-03-01T08:00:00Z"));
    final Database database = test.database();
    public final JdbcClient sql = database.sql();
    public final TransactionTemplate transactions = test.database().transactions();
    public final Vault vault;
    final AuditLog log;
    private final GroupAppender appender;
    public final Policy policy;
    public final Gate gate;
    public final AccessTokens tokens;
    public final PasswordSignIn people;
    public final ClientSignIn clients;
    public final Enrolments enrolments;
    public final Accounts accounts;

    public Fixture() {
        this(Shipped.policy(CRITERIA));
    }

    Fixture(Policy policy) {
        this.policy = policy;
        var keys = FileKeys.make(test.home().resolve("test.key"), random);
        this.vault = Vault.open(keys, sql, random, clock);
        this.log = new AuditLog(test.database().app(), vault);
        this.appender = new GroupAppender(log);
        this.gate = new Gate(policy, log, appender, test.database().writes(), clock);
        var passwords = new Passwords(random);
        this.tokens = anotherProcess();
        this.people = new PasswordSignIn(sql, vault, passwords, tokens, gate, clock);
        this.clients = new ClientSignIn(sql, vault, gate);
        this.enrolments = new Enrolments(new Enrolments.Parts(
                sql,
                transactions,
                vault,
                gate,
                tokens,
                passwords,
                new PasswordRules(List.of("Little Creek")),
                clock,
                random));
        this.accounts = new Accounts(sql, vault, tokens, enrolments, policy, clock, random);
    }

    /// A policy of these rules.
    static Policy policy(String rules) {
        return new RulePolicy(RulesText.read(rules), CRITERIA, () -> LocalDateTime.MIN);
    }

    /// The tokens as another process over the same database sees them.
    public AccessTokens anotherProcess() {
        return new AccessTokens(sql, vault, clock, random);
    }

    Operator operator(Path home) {
        return new Operator(home, sql, vault, tokens, gate, clock, random);
    }

    /// Makes everything anew, as before the first start.
    void empty() {
        for (var table : List.of("token", "enrolment", "attempt", "account")) {
            sql.sql("delete from identity." + table).update();
        }
    }

    /// A person who has chosen [#PASSWORD].
    Account person(String name, Group group) {
        var invited = manage(permit -> accounts.invite(permit, AccountName.parse(name), Set.of(group)));
        enrolments.accept(invited.invitation().token().text(), "", PASSWORD, Origin.ELSEWHERE);
        return invited.account();
    }

    Accounts.Equipped service(String name) {
        return manage(permit -> accounts.equip(permit, AccountName.parse(name), Set.of(Fixture.READER)));
    }

    <T> T manage(Function<Permit, T> work) {
        return gate.pass(ADMINISTRATOR, Action.of(Interaction.MANAGE_ACCOUNTS), work);
    }

    /// How many entries the audit log has of an account's interactions with this outcome: 0 done, 1 denied, 2 failed.
    public long entries(long account, int interaction, int outcome) {
        return sql.sql("""
                        select count(*)
                          from audit.entry
                         where account = :account
                           and interaction = :interaction
                           and outcome = :outcome
                        """)
                .param("account", account)
                .param("interaction", interaction)
                .param("outcome", outcome)
                .query((row, _) -> row.getLong(1))
                .single();
    }

    @Override
    public void close() {
        appender.close();
        test.close();
    }
}
