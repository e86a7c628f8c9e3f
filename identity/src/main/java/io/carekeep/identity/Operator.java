package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The service account of scripts on this machine. Its secret lies in a file of the home that only its owner may read:
/// whoever may read the folder may call as the operator, from this machine only.
///
/// Processes that share a database share the file; the last one started with another file puts the others' out of use.
public final class Operator {

    /// The client id and name of the operator.
    public static final String NAME = "operator";

    private final Path home;
    private final AccountStore accounts;
    private final AccessTokens tokens;
    private final Gate gate;
    private final Clock clock;
    private final SecureRandom random;

    public Operator(
            Path home, JdbcClient sql, Vault vault, AccessTokens tokens, Gate gate, Clock clock, SecureRandom random) {
        this.home = home;
        this.accounts = new AccountStore(sql, vault);
        this.tokens = tokens;
        this.gate = gate;
        this.clock = clock;
        this.random = random;
    }

    /// The file with the operator's secret.
    public static Path file(Path home) {
        return home.resolve("operator.secret");
    }

    /// Sees to it that there is an operator whose secret is the file's. Called at each start.
    public void prepare() {
        var hash = ClientSignIn.kept(secret());
        var name = AccountName.parse(NAME);
        var before = accounts.find(name);
        if (before.map(AccountStore.Kept::hash).filter(hash::equals).isPresent()) {
            return;
        }
        var operator = before.map(AccountStore.Kept::account).orElseGet(() -> made(name));
        gate.pass(operator.caller(), Action.of(Interaction.ENROL), permit -> {
            accounts.oneAtATime();
            var now = accounts.find(name).map(AccountStore.Kept::account);
            now.ifPresentOrElse(account -> renew(account, hash), () -> accounts.add(operator, hash));
            Trails.changed(permit, now.orElse(operator));
            return operator;
        });
    }

    private void renew(Account account, String hash) {
        tokens.revokeAll(account.number());
        accounts.replace(account.withEnrolled(clock.instant()), hash);
    }

    private Account made(AccountName name) {
        var now = clock.instant();
        return new Account(
                accounts.next(),
                Caller.Kind.SERVICE,
                name,
                Set.of(Group.OPERATOR),
                List.of(),
                now,
                now,
                null,
                null,
                Set.of());
    }

    private Secret secret() {
        try {
            var kept = read();
            if (kept.isPresent()) {
                return kept.get();
            }
            var made = Secret.fresh(random);
            PrivateFile.write(file(home), made.text());
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException("can't write " + file(home) + ": check its owner and rights", failure);
        }
    }

    // A file that was cut short is made anew.
    private Optional<Secret> read() throws IOException {
        try {
            return Secret.find(Files.readString(file(home)).strip());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
