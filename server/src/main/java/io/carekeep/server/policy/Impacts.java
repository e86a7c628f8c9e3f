package io.carekeep.server.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Permit;
import io.carekeep.access.policy.Comparison;
import io.carekeep.access.policy.Policies;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.store.find.Census;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Compares a proposed policy with the one in force, for each group by itself and for accounts with all their groups,
/// and counts what would be opened and closed.
public final class Impacts {

    /// The most accounts that are looked at.
    static final int ACCOUNTS_MAX = 5_000;

    /// How many accounts there may be at most to count for each of them, when nobody is named.
    static final int EACH_MAX = 100;

    /// One comparison.
    private record Counting(Comparison comparison, Census census, Set<ResourceType> present) {

        Impact.Subject group(Group group, List<Account> accounts) {
            var callers = accounts.stream()
                    .filter(account -> account.groups().contains(group))
                    .map(account -> in(account.caller(), group))
                    .toList();
            var nobody = new Caller(0, Caller.Kind.PERSON, Set.of(group));
            return measure(Set.of(group), callers.isEmpty() ? List.of(nobody) : callers)
                    .taken(Impact.Kind.GROUP, group.name(), callers.size());
        }

        private static Caller in(Caller caller, Group group) {
            return new Caller(caller.account(), caller.kind(), Set.of(group), caller.fhirUser());
        }

        Impact.Subject account(Account account) {
            return measure(account.groups(), List.of(account.caller()))
                    .taken(Impact.Kind.ACCOUNT, account.name().text(), 1);
        }

        private Measure measure(Set<Group> groups, List<Caller> callers) {
            return new Measure(comparison, census, present, groups, callers);
        }
    }

    private final Policies policies;
    private final Accounts accounts;
    private final Function<Permit, Census> censuses;
    private final Clock clock;
    private final ZoneId zone;

    /// @param zone of the site
    public Impacts(Policies policies, Accounts accounts, Function<Permit, Census> censuses, Clock clock, ZoneId zone) {
        this.policies = policies;
        this.accounts = accounts;
        this.censuses = censuses;
        this.clock = clock;
        this.zone = zone;
    }

    /// @param text the proposed policy
    /// @param only the account that it is about; empty for all groups, and all accounts if they are not too many
    /// @throws Refused when the text can't be a policy, or there is no such account
    Impact of(Permit permit, String text, Optional<AccountName> only) {
        var comparison = policies.compared(permit, text, LocalDateTime.ofInstant(clock.instant(), zone));
        var census = censuses.apply(permit);
        var counting = new Counting(comparison, census, census.types());
        var subjects = new ArrayList<Impact.Subject>();
        var notes = notes(comparison);
        if (only.isPresent()) {
            var account = accounts.find(permit, only.get());
            subjects.add(counting.account(account.orElseThrow(() -> new Refused(new Problem.Missing("account")))));
        } else {
            var all = accounts(permit);
            comparison.groups().stream()
                    .sorted(Comparator.comparing(Group::name))
                    .map(group -> counting.group(group, all))
                    .forEach(subjects::add);
            if (all.size() <= EACH_MAX) {
                all.stream().map(counting::account).forEach(subjects::add);
            } else {
                notes.add(all.size() + " accounts: name one to count for it alone, with all its groups");
            }
        }
        subjects.removeIf(Impact.Subject::isEmpty);
        return new Impact(policies.current(permit).version(), subjects, notes);
    }

    // Those that may call, or will; the operator sees all records whatever the policy says.
    private List<Account> accounts(Permit permit) {
        var found = new ArrayList<Account>();
        for (var page = accounts.page(permit, 0);
                !page.isEmpty();
                page = accounts.page(permit, page.getLast().number())) {
            page.stream()
                    .filter(each -> each.state() == Account.State.ACTIVE || each.state() == Account.State.INVITED)
                    .filter(each -> !each.groups().contains(Group.OPERATOR))
                    .forEach(found::add);
            if (found.size() > ACCOUNTS_MAX) {
                throw new Refused(new Problem.TooCostly("accounts", ACCOUNTS_MAX));
            }
        }
        return found;
    }

    private static List<String> notes(Comparison comparison) {
        var notes = new ArrayList<String>();
        var dropped = comparison.dropped();
        if (!dropped.isEmpty()) {
            notes.add("these invariants would no longer be in force: " + String.join("; ", dropped));
        }
        if (comparison.relabels()) {
            notes.add("labels change; records are counted with the labels that they have now");
        }
        return notes;
    }
}
