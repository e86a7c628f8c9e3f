package io.carekeep.server.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.PolicyTests;
import io.carekeep.access.policy.Rule;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.store.find.RecordCheck;
import java.util.Arrays;
import java.util.Locale;

/// Says which rules let an account do something with a record, or keep it from that: for the rules that count at
/// present, as if it asked from an address that no rule names, for no purpose, and without a sign-in.
public final class Explanation {

    private final CurrentPolicy policy;
    private final Accounts accounts;
    private final RecordCheck check;

    public Explanation(CurrentPolicy policy, Accounts accounts, RecordCheck check) {
        this.policy = policy;
        this.accounts = accounts;
        this.check = check;
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

    String text(Permit permit, AccountName name, Interaction way, ResourceKey record) {
        var account = accounts.find(permit, name).orElseThrow(() -> new Refused(new Problem.Missing("account")));
        if (account.groups().contains(Group.OPERATOR)) {
            return "permitted: the operator reads and writes all records\n";
        }
        return ruled(permit, account, way, record);
    }

    /// What a policy that is tried says to a test.
    boolean permits(Permit permit, RulePolicy tried, PolicyTests.Case test) {
        var record = test.record();
        boolean withheld = tried.withheld(test.caller(), record.type())
                .map(each -> isLike(permit, each, record))
                .orElse(false);
        boolean permitted = false;
        for (var said : tried.said(test.caller(), test.way(), test.record().type())) {
            if (holds(permit, said, test.record())) {
                if (said.rule().effect() == Rule.Effect.FORBID) {
                    return false;
                }
                permitted = true;
            }
        }
        return permitted && !withheld;
    }

    private String ruled(Permit permit, Account account, Interaction way, ResourceKey record) {
        var lines = new StringBuilder();
        boolean permitted = false;
        boolean forbidden = false;
        for (var said : policy.said(account.caller(), way, record.type())) {
            boolean holds = holds(permit, said, record);
            permitted |= holds && said.rule().effect() == Rule.Effect.PERMIT;
            forbidden |= holds && said.rule().effect() == Rule.Effect.FORBID;
            lines.append("  %-10s %s%n"
                    .formatted(word(said.rule(), holds), said.rule().name() + elements(said.rule())));
        }
        for (var rule : policy.bound(account.caller(), way, record.type())) {
            lines.append("  %-10s %s; counts only %s%n".formatted("[" + word(rule) + "]", rule.name(), rule.bounds()));
        }
        boolean withheld = policy.withheld(account.caller(), record.type())
                .map(each -> isLike(permit, each, record))
                .orElse(false);
        if (withheld) {
            lines.append("  %-10s %s%n".formatted("forbids", "a consent of the patient"));
        }
        var answer = permitted && !forbidden && !withheld ? "permitted" : "denied";
        return answer + (lines.isEmpty() ? ": no rule is about this\n" : ", by these rules:\n" + lines);
    }

    private static String elements(Rule rule) {
        var hidden = rule.hidden().isNone() ? "" : "; hides " + rule.hidden();
        return hidden + (rule.kept().isNone() ? "" : "; keeps as they are " + rule.kept());
    }

    private boolean holds(Permit permit, RulePolicy.Said said, ResourceKey record) {
        return isLike(permit, said.criteria(), record);
    }

    private boolean isLike(Permit permit, Predicate criteria, ResourceKey record) {
        return check.isLike(permit, record, criteria)
                .orElseThrow(() -> new Refused(new Problem.Missing(record.type().name())));
    }

    private static String word(Rule rule, boolean holds) {
        return holds ? word(rule) : "(" + word(rule) + ")";
    }

    private static String word(Rule rule) {
        return rule.effect().name().toLowerCase(Locale.ROOT) + "s";
    }
}
