package io.carekeep.server.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.PolicyTests;
import io.carekeep.access.policy.Rule;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.Said;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Surrogates;
import io.carekeep.store.find.RecordCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Says which rules let an account do something with a record, or keep it from that: for the rules that count at
/// present, as if it asked from an address that no rule names, for no purpose, and without a sign-in.
public final class Explanation {

    private final CurrentPolicy policy;
    private final Accounts accounts;
    private final RecordCheck check;
    private final Surrogates surrogates;

    public Explanation(CurrentPolicy policy, Accounts accounts, RecordCheck check, Surrogates surrogates) {
        this.policy = policy;
        this.accounts = accounts;
        this.check = check;
        this.surrogates = surrogates;
    }

    /// @throws Refused when there is no such interaction
    static Interaction way(String word) {
        return Arrays.stream(Interaction.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused(new Problem.Invalid("interaction", "read, search, update, …")));
    }

    /// @throws Refused when the text is no address of a record
    static ResourceKey record(String text) {
        var words = text.split("/", 2);
        if (words.length < 2) {
            throw new Refused(new Problem.Invalid("record", "[type]/[id], such as Patient/1"));
        }
        return ResourceKey.parse(words[0], words[1]);
    }

    /// The same in words.
    String text(Permit permit, AccountName name, Interaction way, ResourceKey record) {
        return account(permit, name).groups().contains(Group.OPERATOR)
                ? "permitted: the operator reads and writes all records\n"
                : explained(permit, name, way, record).text();
    }

    /// Which rules of the policy in force are about this, which of them hold for the record, and what of it is hidden.
    Explained explained(Permit permit, AccountName name, Interaction way, ResourceKey record) {
        var account = account(permit, name);
        if (account.groups().contains(Group.OPERATOR)) {
            return new Explained(true, List.of(), List.of(), List.of(), List.of());
        }
        var said = policy.said(account.caller(), way, record.type());
        var holding = said.stream()
                .filter(each -> holds(permit, record, each.criteria()))
                .toList();
        boolean withheld = withheld(permit, policy.withheld(account.caller(), record.type()), record);
        boolean permitted = permitted(holding) && !withheld;
        var shown = permitted ? mask(holding, Rule::hidden, record) : Mask.NONE;
        var changed = permitted ? mask(holding, rule -> rule.mask(way), record) : Mask.NONE;
        var labels = labels(permit, said, record);
        var rules = new ArrayList<Explained.Said>();
        said.forEach(each -> rules.add(line(permit, each, holding.contains(each), labels, record)));
        policy.bound(account.caller(), way, record.type())
                .forEach(rule ->
                        rules.add(line(rule, false, List.of(), rule.bounds().toString())));
        consents(permit, account, holding, labels, withheld, record, rules);
        var keeps = new ArrayList<>(changed.texts());
        keeps.removeAll(shown.texts());
        return new Explained(permitted, rules, List.copyOf(labels), shown.texts(), keeps);
    }

    private void consents(
            Permit permit,
            Account account,
            List<Said> holding,
            Set<String> labels,
            boolean withheld,
            ResourceKey record,
            List<Explained.Said> rules) {
        if (withheld) {
            policy.withheld(account.caller(), record.type())
                    .ifPresent(closing -> addresses(permit, record, closing)
                            .forEach(each -> rules.add(Explained.Said.withheld(each))));
        }
        holding.stream()
                .flatMap(each -> each.closing().stream())
                .filter(each -> labels.contains(each.label().name()))
                .flatMap(each -> addresses(permit, record, each.allowed()).stream()
                        .map(address ->
                                Explained.Said.opened(address, each.label().name())))
                .distinct()
                .forEach(rules::add);
    }

    // What has no address any more is named by its number.
    private List<String> addresses(Permit permit, ResourceKey record, Predicate asking) {
        var numbers = check.consents(permit, record, asking);
        var keys = surrogates.keys(numbers);
        return numbers.stream()
                .map(number -> {
                    var key = keys.get(number);
                    return key == null ? "consent " + number : key.type().name() + "/" + key.id();
                })
                .toList();
    }

    private Account account(Permit permit, AccountName name) {
        return accounts.find(permit, name).orElseThrow(() -> new Refused(new Problem.Missing("account")));
    }

    /// What a policy that is tried says to a test: empty when it is as the test expects.
    Optional<String> failure(Permit permit, RulePolicy tried, PolicyTests.Case test) {
        var holding = tried.said(test.caller(), test.way(), test.record().type()).stream()
                .filter(each -> holds(permit, test.record(), each.criteria()))
                .toList();
        var withheld = tried.withheld(test.caller(), test.record().type());
        boolean permitted = permitted(holding) && !withheld(permit, withheld, test.record());
        if (permitted != test.expected()) {
            return Optional.of(test.name() + " is " + (permitted ? "permitted" : "denied"));
        }
        return test.hides()
                .map(expected -> expected.within(test.record().type()))
                .filter(expected -> !same(expected, mask(holding, Rule::hidden, test.record())))
                .map(_ -> test.name() + " hides "
                        + mask(holding, Rule::hidden, test.record()).texts());
    }

    private static boolean same(Mask one, Mask other) {
        return one.isWithin(other) && other.isWithin(one);
    }

    // Whether a consent keeps the record from who asks.
    private boolean withheld(Permit permit, Optional<Predicate> withheld, ResourceKey record) {
        return withheld.map(each -> holds(permit, record, each)).orElse(false);
    }

    private static boolean permitted(List<Said> holding) {
        return !holding.isEmpty()
                && holding.stream().allMatch(each -> each.rule().effect() == Rule.Effect.PERMIT);
    }

    // What all of them hide, of records like this one.
    private static Mask mask(List<Said> holding, Function<Rule, Mask> hiding, ResourceKey record) {
        return holding.stream()
                .map(each -> hiding.apply(each.rule()))
                .reduce(Mask::and)
                .map(mask -> mask.within(record.type()))
                .orElse(Mask.NONE);
    }

    private TreeSet<String> labels(Permit permit, List<Said> said, ResourceKey record) {
        var labels = new TreeSet<String>();
        var asked = new HashSet<String>();
        for (var each : said) {
            for (var closing : each.closing()) {
                if (asked.add(closing.label().name()) && holds(permit, record, closing.having())) {
                    labels.add(closing.label().name());
                }
            }
        }
        return labels;
    }

    private Explained.Said line(Permit permit, Said said, boolean holds, Set<String> labels, ResourceKey record) {
        var closing = said.closing().stream()
                .map(each -> each.label().name())
                .filter(labels::contains)
                .filter(_ -> !holds && holds(permit, record, said.unlabelled()))
                .sorted()
                .toList();
        return line(said.rule(), holds, closing, "");
    }

    private static Explained.Said line(Rule rule, boolean holds, List<String> labels, String counts) {
        var effect = rule.effect().name().toLowerCase(Locale.ROOT) + "s";
        return new Explained.Said(
                rule.name(),
                effect,
                holds,
                labels,
                rule.hidden().texts(),
                rule.kept().texts(),
                counts);
    }

    private boolean holds(Permit permit, ResourceKey record, Predicate criteria) {
        return check.isLike(permit, record, criteria)
                .orElseThrow(() -> new Refused(new Problem.Missing(record.type().name())));
    }
}
