package io.carekeep.server.budget;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.budget.Spending;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.server.management.LocalService;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the `budget` commands ask of the running server. Who may read the home may do this; nobody has signed in.
final class LocalBudget implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final BudgetDesk desk;
    private final Accounts accounts;
    private final Gate gate;

    LocalBudget(BudgetDesk desk, Accounts accounts, Gate gate) {
        this.desk = desk;
        this.accounts = accounts;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "budget";
    }

    // The first line is the command; the others are what it needs.
    @Override
    public String answer(String asked) {
        var words = asked.split("\n", 5);
        return switch (words[0]) {
            case "list" -> list(desk.list(MACHINE));
            case "show" -> list(List.of(desk.show(MACHINE, account(words))));
            case "lift" -> lift(words);
            case "canary-list" -> canaries();
            case "canary-add" -> {
                desk.name(MACHINE, word(words, 1));
                yield "a canary within a second: whoever gets to see it is shut out\n";
            }
            case "canary-remove" -> {
                desk.takeBack(MACHINE, word(words, 1));
                yield "no canary any more, within a second\n";
            }
            default ->
                throw new Refused(new Problem.Invalid(
                        "budget", "this server knows list, show, lift, canary-list, canary-add and canary-remove"));
        };
    }

    private static String word(String[] words, int at) {
        return at < words.length ? words[at] : "";
    }

    private long account(String[] words) {
        var name = AccountName.parse(word(words, 1));
        return gate.pass(
                MACHINE,
                Action.of(Interaction.MANAGE_ACCOUNTS),
                permit -> accounts.find(permit, name)
                        .map(account -> account.number())
                        .orElseThrow(() -> new Refused(new Problem.Missing("account"))));
    }

    private String lift(String[] words) {
        var lift = desk.lift(
                MACHINE, account(words), number("percent", words, 2), number("hours", words, 3), word(words, 4));
        return "%d %% more until %s%n".formatted(lift.percent(), lift.until());
    }

    private static int number(String name, String[] words, int at) {
        try {
            return Integer.parseInt(word(words, at));
        } catch (NumberFormatException _) {
            throw new Refused(new Problem.Invalid(name, "a number"));
        }
    }

    private static String list(List<Spending> spent) {
        if (spent.isEmpty()) {
            return "nobody has seen a patient in the last 30 days\n";
        }
        return "%-12s %8s %8s %8s%n".formatted("account", "hour", "day", "30 days")
                + spent.stream()
                        .map(each ->
                                "%-12d %8d %8d %8d%n".formatted(each.account(), each.hour(), each.day(), each.month()))
                        .collect(Collectors.joining());
    }

    private String canaries() {
        var all = desk.canaries(MACHINE);
        return all.isEmpty()
                ? "there is no canary\n"
                : all.stream()
                        .map(each -> "%s  since %s%n".formatted(each.address(), Instant.ofEpochMilli(each.at())))
                        .collect(Collectors.joining());
    }
}
