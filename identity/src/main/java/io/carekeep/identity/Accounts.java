package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The accounts, for those who manage them. Every method belongs inside [io.carekeep.access.Gate#pass], whose permit it
/// asks for and whose transaction it joins.
public final class Accounts {

    /// The most accounts of one page.
    public static final int PAGE_MAX = 200;

    private static final Set<Interaction> LOG_READING = EnumSet.of(Interaction.VIEW_LOG, Interaction.VIEW_OWN_LOG);

    /// A new person's account, with the link that lets them choose a password.
    public record Invited(Account account, Enrolments.Invitation invitation) {}

    /// A service account with its new secret, shown once.
    public record Equipped(Account account, Secret secret) {}

    private final AccountStore store;
    private final AccessTokens tokens;
    private final Enrolments enrolments;
    private final Policy policy;
    private final Clock clock;
    private final SecureRandom random;

    public Accounts(
            JdbcClient sql,
            Vault vault,
            AccessTokens tokens,
            Enrolments enrolments,
            Policy policy,
            Clock clock,
            SecureRandom random) {
        this.store = new AccountStore(sql, vault);
        this.tokens = tokens;
        this.enrolments = enrolments;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a person's account.
    public Invited invite(Permit permit, AccountName name, Set<Group> groups) {
        check(permit);
        var account = added(permit, Caller.Kind.PERSON, name, groups, "");
        return new Invited(account, enrolments.invite(account));
    }

    /// Makes a program's account.
    public Equipped equip(Permit permit, AccountName name, Set<Group> groups) {
        check(permit);
        var secret = Secret.fresh(random);
        return new Equipped(added(permit, Caller.Kind.SERVICE, name, groups, ClientSignIn.kept(secret)), secret);
    }

    private Account added(Permit permit, Caller.Kind kind, AccountName name, Set<Group> groups, String hash) {
        checkGroups(kind, groups);
        var now = clock.instant();
        var enrolled = hash.isEmpty() ? null : now;
        var account = new Account(store.next(), kind, name, groups, List.of(), now, enrolled, null, null, Set.of())
                .withHand(permit.caller().account());
        if (!store.add(account, hash)) {
            throw new Refused(new Problem.Conflict("another account has this name, or had it before it ended"));
        }
        Trails.changed(permit, account);
        return account;
    }

    // The operator is made by the server itself, and accounts are managed by people.
    private void checkGroups(Caller.Kind kind, Set<Group> groups) {
        var allowed = new TreeSet<>(Comparator.comparing(Group::name));
        allowed.addAll(policy.groups());
        allowed.remove(Group.OPERATOR);
        if (kind == Caller.Kind.SERVICE) {
            allowed.remove(Group.ADMINISTRATOR);
        }
        if (groups.isEmpty() || !allowed.containsAll(groups)) {
            throw new Refused(new Problem.Invalid("groups", "one or more of " + allowed));
        }
    }

    /// The accounts by number, a page at a time.
    /// @param after the last number of the page before, 0 for the first page
    public List<Account> page(Permit permit, long after) {
        check(permit);
        var page = store.page(after, PAGE_MAX);
        page.forEach(account -> permit.trail().returned(account.number(), 0));
        return page;
    }

    /// The account of a name.
    public Optional<Account> find(Permit permit, AccountName name) {
        check(permit);
        var found = store.find(name).map(AccountStore.Kept::account);
        found.ifPresent(account -> permit.trail().returned(account.number(), 0));
        return found;
    }

    /// Demands that there is an account with this number, for those who manage budgets.
    /// @throws Refused when there is none
    public void demand(Permit permit, long number) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_BUDGETS, "a permit to manage budgets");
        if (store.find(number).isEmpty()) {
            throw new Refused(new Problem.Missing("account"));
        }
    }

    /// When an account was made, for those who decide about releases.
    public Instant made(Permit permit, long number) {
        checkReleases(permit);
        return store.find(number)
                .orElseThrow(() -> new Refused(new Problem.Missing("account")))
                .account()
                .made();
    }

    /// Who had a hand in an account, or in the account of who had, by number, for those who decide about releases.
    public Set<Long> hands(Permit permit, long number) {
        checkReleases(permit);
        var found = new HashSet<Long>();
        var next = Set.of(number);
        while (!next.isEmpty()) {
            next = store.find(next).stream()
                    .flatMap(account -> account.hands().stream())
                    .filter(found::add)
                    .collect(Collectors.toSet());
        }
        return found;
    }

    private static void checkReleases(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_RELEASES, "a permit to decide about releases");
    }

    /// The accounts with these numbers, for those who read the audit log.
    public Map<Long, Account> named(Permit permit, Collection<Long> numbers) {
        Check.that(LOG_READING.contains(permit.action().interaction()), "a permit to read the log");
        return store.find(numbers).stream().collect(Collectors.toMap(Account::number, Function.identity()));
    }

    /// Those that say of themselves that they are this person, organization or device.
    public List<Account> identifiedAs(Permit permit, FhirUser fhirUser) {
        Check.that(LOG_READING.contains(permit.action().interaction()), "a permit to read the log");
        var found = new ArrayList<Account>();
        for (var page = store.page(0, PAGE_MAX);
                !page.isEmpty();
                page = store.page(page.getLast().number(), PAGE_MAX)) {
            page.stream().filter(each -> each.fhirUser().contains(fhirUser)).forEach(found::add);
        }
        return found;
    }

    /// The account of a name, for those who read the audit log.
    public Optional<Account> called(Permit permit, AccountName name) {
        Check.that(LOG_READING.contains(permit.action().interaction()), "a permit to read the log");
        return store.find(name).map(AccountStore.Kept::account);
    }

    /// A new link for a person, who has lost their password or their first link.
    public Invited inviteAgain(Permit permit, long number) {
        var kept = open(permit, number);
        checkKind(kept.account(), Caller.Kind.PERSON);
        var account = kept.account().withHand(permit.caller().account());
        store.replace(account, kept.hash());
        Trails.changed(permit, account);
        return new Invited(account, enrolments.invite(account));
    }

    /// A new secret for a service; the old one and its tokens end.
    public Equipped equipAgain(Permit permit, long number) {
        var before = open(permit, number).account();
        checkKind(before, Caller.Kind.SERVICE);
        checkManaged(before);
        var secret = Secret.fresh(random);
        var account =
                before.withEnrolled(clock.instant()).withHand(permit.caller().account());
        shutOut(account);
        return new Equipped(changed(permit, before, account, ClientSignIn.kept(secret)), secret);
    }

    /// Puts an account into other groups, from the next request on.
    public Account regroup(Permit permit, long number, Set<Group> groups) {
        var kept = open(permit, number);
        checkManaged(kept.account());
        checkGroups(kept.account().kind(), groups);
        var account = kept.account().withGroups(groups).withHand(permit.caller().account());
        shutOut(account);
        return changed(permit, kept.account(), account, kept.hash());
    }

    /// Says who an account is among the records, from the next request on.
    public Account identify(Permit permit, long number, List<FhirUser> fhirUser) {
        var kept = open(permit, number);
        checkManaged(kept.account());
        var account =
                kept.account().withFhirUser(fhirUser).withHand(permit.caller().account());
        shutOut(account);
        return changed(permit, kept.account(), account, kept.hash());
    }

    /// Shuts an account out, within a second everywhere, until it is resumed.
    public Account suspend(Permit permit, long number) {
        var kept = open(permit, number);
        var account = kept.account().withSuspended(clock.instant());
        shutOut(account);
        return changed(permit, kept.account(), account, kept.hash());
    }

    /// Lets a suspended account in again; it signs in anew.
    public Account resume(Permit permit, long number) {
        var kept = open(permit, number);
        return changed(permit, kept.account(), kept.account().withSuspended(null), kept.hash());
    }

    /// Closes an account for good. Its name and number stay taken, because the audit log speaks of them.
    public Account end(Permit permit, long number) {
        var kept = open(permit, number);
        checkManaged(kept.account());
        var account = kept.account().withEnded(clock.instant());
        shutOut(account);
        return changed(permit, kept.account(), account, "");
    }

    private Account changed(Permit permit, Account before, Account account, String hash) {
        store.replace(account, hash);
        if (before.groups().contains(Group.ADMINISTRATOR) && store.able(Group.ADMINISTRATOR) == 0) {
            throw new Refused(new Problem.Conflict("the last administrator stays: make another one first"));
        }
        Trails.changed(permit, account);
        return account;
    }

    private void shutOut(Account account) {
        tokens.revokeAll(account.number());
        enrolments.revoke(account.number());
    }

    private AccountStore.Kept open(Permit permit, long number) {
        check(permit);
        store.oneAtATime();
        var kept = store.find(number).orElseThrow(() -> new Refused(new Problem.Missing("account")));
        if (kept.account().ended() != null) {
            throw new Refused(new Problem.Conflict("the account has ended"));
        }
        return kept;
    }

    private static void checkKind(Account account, Caller.Kind kind) {
        if (account.kind() != kind) {
            throw new Refused(new Problem.Conflict(
                    switch (kind) {
                        case PERSON -> "this is a service: it has a secret, not a link";
                        case SERVICE -> "this is a person: they have a link, not a secret";
                    }));
        }
    }

    private static void checkManaged(Account account) {
        if (account.groups().contains(Group.OPERATOR)) {
            throw new Refused(new Problem.Conflict("the operator belongs to the server: it can be suspended only"));
        }
    }

    private static void check(Permit permit) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_ACCOUNTS)), "a permit to manage accounts");
    }
}
