package io.carekeep.server.wiring;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.Enrolments;
import io.carekeep.identity.FhirUser;
import io.carekeep.identity.Origin;
import io.carekeep.server.management.LocalService;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// What the `user` commands ask of the running server. Who may read the home may do this; nobody has signed in.
final class LocalAccounts implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LETTERS = 24;

    private final Accounts accounts;
    private final Enrolments enrolments;
    private final Gate gate;
    private final SecureRandom random;

    LocalAccounts(Accounts accounts, Enrolments enrolments, Gate gate, SecureRandom random) {
        this.accounts = accounts;
        this.enrolments = enrolments;
        this.gate = gate;
        this.random = random;
    }

    @Override
    public String name() {
        return "user";
    }

    @Override
    public String answer(String asked) {
        var words = asked.split("\n", -1);
        return switch (words[0]) {
            case "list" -> list();
            case "create" ->
                create(
                        AccountName.parse(word(words, 1)),
                        new Group(word(words, 2).toLowerCase(Locale.ROOT)));
            case "identify" ->
                identify(
                        AccountName.parse(word(words, 1)),
                        Arrays.stream(words, 2, words.length)
                                .map(FhirUser::parse)
                                .toList());
            case "suspend" -> suspend(AccountName.parse(word(words, 1)));
            default ->
                throw new Refused(new Problem.Invalid("user", "this server knows list, create, identify and suspend"));
        };
    }

    private static String word(String[] words, int at) {
        if (at >= words.length || words[at].isBlank()) {
            throw new Refused(new Problem.Invalid("user", "a name, and for a new account a group"));
        }
        return words[at];
    }

    private <T> T manage(Function<Permit, T> work) {
        return gate.pass(MACHINE, Action.of(Interaction.MANAGE_ACCOUNTS), work);
    }

    /// Makes a person's account with a random password and returns both, a line each account.
    String create(AccountName name, Group group) {
        var invited = manage(permit -> accounts.invite(permit, name, Set.of(group)));
        var password = password();
        enrolments.accept(invited.invitation().token().text(), name.text(), password, Origin.LOOPBACK);
        return "%-16s %-14s password %s%n".formatted(name.text(), group.name(), password);
    }

    // Groups of six are read out and typed with fewer slips.
    private String password() {
        var text = new StringBuilder();
        for (int at = 0; at < PASSWORD_LETTERS; at++) {
            text.append(at > 0 && at % 6 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String identify(AccountName name, List<FhirUser> fhirUser) {
        manage(permit -> accounts.find(permit, name)
                .map(account -> accounts.identify(permit, account.number(), fhirUser))
                .orElseThrow(() -> new Refused(new Problem.Missing("account"))));
        return "known among the records; signs in anew\n";
    }

    private String suspend(AccountName name) {
        manage(permit -> accounts.find(permit, name)
                .map(account -> accounts.suspend(permit, account.number()))
                .orElseThrow(() -> new Refused(new Problem.Missing("account"))));
        return "suspended: its sessions and tokens have ended\n";
    }

    private String list() {
        var text = new StringBuilder();
        for (var account : all()) {
            text.append("%-16s %-14s %s%n"
                    .formatted(
                            account.name().text(),
                            groups(account),
                            account.state().name().toLowerCase(Locale.ROOT)));
        }
        return text.toString();
    }

    /// Every account, by number.
    List<Account> all() {
        var found = new ArrayList<Account>();
        long after = 0;
        while (true) {
            long from = after;
            var page = manage(permit -> accounts.page(permit, from));
            found.addAll(page);
            if (page.size() < Accounts.PAGE_MAX) {
                found.sort(Comparator.comparingLong(Account::number));
                return found;
            }
            after = page.getLast().number();
        }
    }

    private static String groups(Account account) {
        return String.join(
                ",", account.groups().stream().map(Group::name).sorted().toList());
    }
}
