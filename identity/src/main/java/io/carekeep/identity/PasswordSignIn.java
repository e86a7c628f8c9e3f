package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Passwords;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets a person in who knows the password of an account. Whether a name has an account shows neither in the answer nor
/// in the work that is done.
public final class PasswordSignIn {

    private final AccountStore accounts;
    private final Attempts attempts;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final Gate gate;
    // What the password of a name without account is compared with.
    private final String nobodys;

    public PasswordSignIn(
            JdbcClient sql, Vault vault, Passwords passwords, AccessTokens tokens, Gate gate, Clock clock) {
        this.accounts = new AccountStore(sql, vault);
        this.attempts = new Attempts(sql, clock);
        this.passwords = passwords;
        this.tokens = tokens;
        this.gate = gate;
        this.nobodys = passwords.hash("");
    }

    /// @throws Refused with [Problem.Unauthenticated] when name and password don't belong together, and with
    /// [Problem.TooMany] while the name must wait
    public AccessTokens.Issued signIn(String name, String password, AccessTokens.Use use, Origin from) {
        var known = AccountName.find(name);
        if (known.isEmpty()) {
            passwords.verify(bounded(password), nobodys);
            throw turnedAway(0, from);
        }
        var token = accounts.token(known.get());
        var kept = accounts.find(known.get()).filter(found -> found.account().kind() == Caller.Kind.PERSON);
        long claimed = kept.map(found -> found.account().number()).orElse(0L);
        if (!attempts.begin(token)) {
            gate.turnedAway(claimed, Interaction.SIGN_IN, from.address());
            throw attempts.tooMany(token);
        }
        var hash = kept.map(AccountStore.Kept::hash).filter(text -> !text.isEmpty());
        boolean right = passwords.verify(bounded(password), hash.orElse(nobodys)) && hash.isPresent();
        var caller = right ? able(kept) : Optional.<Caller>empty();
        if (caller.isEmpty()) {
            throw turnedAway(claimed, from);
        }
        attempts.succeeded(token);
        return gate.pass(from.of(caller.get()), Action.of(Interaction.SIGN_IN), permit -> tokens.issue(permit, use));
    }

    private static Optional<Caller> able(Optional<AccountStore.Kept> kept) {
        return kept.map(AccountStore.Kept::account)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::caller);
    }

    // A longer one was never chosen, and costs more to hash.
    private static String bounded(String password) {
        var normalised = PasswordRules.normalised(password.length() > 4 * PasswordRules.CHARACTERS_MAX ? "" : password);
        return normalised.codePointCount(0, normalised.length()) > PasswordRules.CHARACTERS_MAX ? "" : normalised;
    }

    private Refused turnedAway(long claimed, Origin from) {
        gate.turnedAway(claimed, Interaction.SIGN_IN, from.address());
        return new Refused(new Problem.Unauthenticated("the name or the password is wrong"));
    }

    /// Forgets attempts so old that they slow nobody down.
    public void forgetOldAttempts() {
        attempts.forgetOld();
    }
}
