package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Passwords;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Links that let a person choose their password, once. The first administrator's is made at start, while nobody can
/// sign in; every other one by an administrator.
public final class Enrolments {

    /// How long the first administrator's link is good for.
    public static final Duration FIRST_LIFE = Duration.ofMinutes(15);

    /// How long any other link is good for.
    public static final Duration LIFE = Duration.ofHours(24);

    /// A new link's secret, shown once.
    public record Invitation(Secret token, Instant expires) {}

    /// What a link asks for.
    public sealed interface Wanted {

        /// A password for this name.
        record PasswordOnly(AccountName name) implements Wanted {}

        /// A name and a password.
        record NameAndPassword() implements Wanted {}
    }

    private final EnrolmentStore links;
    private final AccountStore accounts;
    private final AccessTokens tokens;
    private final PasswordRules rules;
    private final Passwords passwords;
    private final Gate gate;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final SecureRandom random;

    /// The parts that links are made of and used with.
    public record Parts(
            JdbcClient sql,
            TransactionTemplate transactions,
            Vault vault,
            Gate gate,
            AccessTokens tokens,
            Passwords passwords,
            PasswordRules rules,
            Clock clock,
            SecureRandom random) {}

    public Enrolments(Parts parts) {
        this.links = new EnrolmentStore(parts.sql(), parts.vault());
        this.accounts = new AccountStore(parts.sql(), parts.vault());
        this.tokens = parts.tokens();
        this.rules = parts.rules();
        this.passwords = parts.passwords();
        this.gate = parts.gate();
        this.transactions = parts.transactions();
        this.clock = parts.clock();
        this.random = parts.random();
    }

    /// A link for the first administrator, while there is no person's account. It takes the place of the one before.
    public Optional<Invitation> first() {
        return transactions.execute(_ -> {
            accounts.oneAtATime();
            return accounts.hasPeople() ? Optional.<Invitation>empty() : Optional.of(made(null, FIRST_LIFE));
        });
    }

    /// A link for an account. It takes the place of the one before.
    Invitation invite(Account account) {
        return made(account.number(), LIFE);
    }

    private Invitation made(@Nullable Long account, Duration life) {
        var token = Secret.fresh(random);
        var expires = clock.instant().plus(life);
        links.replace(new EnrolmentStore.Row(token.hash(), account, expires.toEpochMilli()));
        return new Invitation(token, expires);
    }

    /// Whether a link is in force, and what it asks for.
    public Optional<Wanted> wanted(String token) {
        return row(token).flatMap(this::wanted);
    }

    private Optional<EnrolmentStore.Row> row(String token) {
        return Secret.find(token)
                .flatMap(secret -> links.find(secret.hash()))
                .filter(row -> clock.millis() < row.expires());
    }

    private Optional<Wanted> wanted(EnrolmentStore.Row row) {
        if (row.account() == null) {
            return accounts.hasPeople() ? Optional.empty() : Optional.of(new Wanted.NameAndPassword());
        }
        return accounts.find(row.account())
                .map(AccountStore.Kept::account)
                .filter(account -> account.suspended() == null && account.ended() == null)
                .map(account -> new Wanted.PasswordOnly(account.name()));
    }

    /// Uses a link up: the account gets this password and its earlier tokens end.
    /// @param name of the first administrator; not looked at when the account has one
    /// @param from where the request comes from
    /// @return the account's number
    /// @throws Refused when the link is not in force, or the name or the password may not be chosen
    public long accept(String token, String name, String password, Origin from) {
        var row = row(token).orElseThrow(() -> turnedAway(from));
        var wanted = wanted(row).orElseThrow(() -> turnedAway(from));
        return switch (wanted) {
            case Wanted.PasswordOnly(var known) -> {
                var hash = passwords.hash(rules.checked(password, known));
                yield again(row, hash, from);
            }
            case Wanted.NameAndPassword() -> {
                var chosen = AccountName.parse(name);
                var hash = passwords.hash(rules.checked(password, chosen));
                yield begin(row, chosen, hash, from);
            }
        };
    }

    private long again(EnrolmentStore.Row row, String hash, Origin from) {
        long number = Objects.requireNonNull(row.account());
        var known = accounts.find(number).orElseThrow(() -> turnedAway(from));
        return gate.pass(from.of(known.account().caller()), Action.of(Interaction.ENROL), permit -> {
            accounts.oneAtATime();
            take(row);
            var account = accounts.find(number).orElseThrow().account();
            if (account.suspended() != null || account.ended() != null) {
                throw notInForce();
            }
            tokens.revokeAll(number);
            accounts.replace(account.withEnrolled(clock.instant()), hash);
            Trails.changed(permit, account);
            return number;
        });
    }

    private long begin(EnrolmentStore.Row row, AccountName name, String hash, Origin from) {
        var account = first(name);
        return gate.pass(from.of(account.caller()), Action.of(Interaction.ENROL), permit -> {
            accounts.oneAtATime();
            take(row);
            if (accounts.hasPeople()) {
                throw notInForce();
            }
            add(permit, account, hash);
            return account.number();
        });
    }

    private Account first(AccountName name) {
        var now = clock.instant();
        return new Account(
                accounts.next(),
                Caller.Kind.PERSON,
                name,
                Set.of(Group.ADMINISTRATOR),
                List.of(),
                now,
                now,
                null,
                null,
                Set.of());
    }

    private void add(Permit permit, Account account, String hash) {
        if (!accounts.add(account, hash)) {
            throw new Refused(new Problem.Conflict("another account has this name: take another"));
        }
        Trails.changed(permit, account);
    }

    private void take(EnrolmentStore.Row row) {
        if (!links.take(row.hash())) {
            throw notInForce();
        }
    }

    private Refused turnedAway(Origin from) {
        gate.turnedAway(0, Interaction.ENROL, from.address());
        return notInForce();
    }

    private static Refused notInForce() {
        return new Refused(new Problem.Invalid(
                "token", "this link was used, has expired or never was one: ask an administrator for a new one"));
    }

    /// Ends the link of an account.
    void revoke(long account) {
        links.removeOf(account);
    }

    /// Forgets the rows of links that have expired.
    public void removeExpired() {
        links.removeExpired(clock.millis());
    }
}
