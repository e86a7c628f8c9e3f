package io.carekeep.identity.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.FhirUser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The accounts over HTTP, for administrators.
@RestController
@RequestMapping("/admin/accounts")
final class AccountsApi {

    private static final Action MANAGE = Action.of(Interaction.MANAGE_ACCOUNTS);

    /// What a new account is to be, or the groups of an old one.
    record Wanted(
            @Nullable String kind,
            @Nullable String name,
            @Nullable List<String> groups,
            @JsonProperty("fhir_user") @Nullable List<String> fhirUser) {

        @Override
        public String toString() {
            return "[account]";
        }
    }

    private final Gate gate;
    private final Accounts accounts;

    AccountsApi(Gate gate, Accounts accounts) {
        this.gate = gate;
        this.accounts = accounts;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    AccountAnswer make(Caller caller, @RequestBody Wanted wanted) {
        var kind = parsed(Caller.Kind.class, "kind", wanted.kind() == null ? "" : wanted.kind());
        var groups = groups(wanted);
        var name = AccountName.parse(wanted.name() == null ? "" : wanted.name());
        return switch (kind) {
            case PERSON -> AccountAnswer.invited(pass(caller, permit -> accounts.invite(permit, name, groups)));
            case SERVICE -> AccountAnswer.equipped(pass(caller, permit -> accounts.equip(permit, name, groups)));
        };
    }

    /// A page of accounts by number; `after` is the last number of the page before.
    @GetMapping
    List<AccountAnswer> list(Caller caller, @RequestParam(defaultValue = "0") long after) {
        return pass(caller, permit -> accounts.page(permit, after)).stream()
                .map(AccountAnswer::of)
                .toList();
    }

    @PutMapping("/{number}/groups")
    AccountAnswer regroup(Caller caller, @PathVariable long number, @RequestBody Wanted wanted) {
        var groups = groups(wanted);
        return AccountAnswer.of(pass(caller, permit -> accounts.regroup(permit, number, groups)));
    }

    /// Says who an account is among the records.
    @PutMapping("/{number}/fhir-user")
    AccountAnswer identify(Caller caller, @PathVariable long number, @RequestBody Wanted wanted) {
        var words = wanted.fhirUser() == null ? List.<String>of() : wanted.fhirUser();
        var fhirUser = words.stream().map(FhirUser::parse).toList();
        return AccountAnswer.of(pass(caller, permit -> accounts.identify(permit, number, fhirUser)));
    }

    @PostMapping("/{number}/suspend")
    AccountAnswer suspend(Caller caller, @PathVariable long number) {
        return AccountAnswer.of(pass(caller, permit -> accounts.suspend(permit, number)));
    }

    @PostMapping("/{number}/resume")
    AccountAnswer resume(Caller caller, @PathVariable long number) {
        return AccountAnswer.of(pass(caller, permit -> accounts.resume(permit, number)));
    }

    @PostMapping("/{number}/end")
    AccountAnswer end(Caller caller, @PathVariable long number) {
        return AccountAnswer.of(pass(caller, permit -> accounts.end(permit, number)));
    }

    @PostMapping("/{number}/enrolment")
    AccountAnswer inviteAgain(Caller caller, @PathVariable long number) {
        return AccountAnswer.invited(pass(caller, permit -> accounts.inviteAgain(permit, number)));
    }

    @PostMapping("/{number}/secret")
    AccountAnswer equipAgain(Caller caller, @PathVariable long number) {
        return AccountAnswer.equipped(pass(caller, permit -> accounts.equipAgain(permit, number)));
    }

    private <T> T pass(Caller caller, Function<Permit, T> work) {
        return gate.pass(caller, MANAGE, work);
    }

    private static Set<Group> groups(Wanted wanted) {
        var words = wanted.groups() == null ? List.<String>of() : wanted.groups();
        return words.stream()
                .map(word -> new Group(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private static <E extends Enum<E>> E parsed(Class<E> type, String place, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new Refused(new Problem.Invalid(
                        place, "one of " + List.of(type.getEnumConstants()) + " is expected, in any case")));
    }
}
