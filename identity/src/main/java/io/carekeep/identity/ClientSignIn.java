package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Recognises programs by their client id and secret. A secret is 256 random bits of ours, so guessing it needs no
/// slowing down and its SHA-256 gives nothing away.
public final class ClientSignIn {

    private final AccountStore accounts;
    private final Gate gate;

    public ClientSignIn(JdbcClient sql, Vault vault, Gate gate) {
        this.accounts = new AccountStore(sql, vault);
        this.gate = gate;
    }

    /// Who this is; empty, and written down, when id and secret don't belong together or the account may not call from
    /// there.
    /// @param wanted what the client asks for
    public Optional<Caller> recognise(String id, String secret, Origin from, Interaction wanted) {
        var kept = AccountName.find(id)
                .flatMap(accounts::find)
                .filter(found -> found.account().kind() == Caller.Kind.SERVICE);
        var caller = kept.filter(found -> matches(secret, found.hash()))
                .map(AccountStore.Kept::account)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::caller)
                .filter(known -> mayCall(known, from));
        if (caller.isEmpty()) {
            gate.turnedAway(kept.map(found -> found.account().number()).orElse(0L), wanted, from.address());
        }
        return caller.map(from::of);
    }

    /// Whether a caller may call from there: the operator only from this machine.
    public static boolean mayCall(Caller caller, Origin from) {
        return from.local() || !caller.groups().contains(Group.OPERATOR);
    }

    private static boolean matches(String secret, String hash) {
        return Secret.find(secret)
                .map(ClientSignIn::kept)
                .map(shown -> MessageDigest.isEqual(bytes(shown), bytes(hash)))
                .orElse(false);
    }

    /// The form in which an account keeps a secret.
    static String kept(Secret secret) {
        return HexFormat.of().formatHex(secret.hash());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
