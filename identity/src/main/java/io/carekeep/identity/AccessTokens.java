package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Check;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opaque tokens: makes them, ends them, and tells who shows one. What was looked up is believed for half a second, or
/// until a change is told of, so that a busy caller doesn't ask the database each time and one who was shut out is out
/// within a second, in every process.
public final class AccessTokens {

    /// How a token is shown. One can't stand in for the other.
    public enum Use {
        /// In the `Authorization` header.
        BEARER,
        /// In the cookie of a browser.
        SESSION
    }

    /// A new token, shown once.
    public record Issued(Secret token, Duration life) {}

    // A password, or a client's secret, until there are more factors.
    private static final int ASSURANCE = 1;
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration OPERATOR_LIFE = Duration.ofHours(8);
    private static final long BELIEVED_MILLIS = 500;
    private static final int BELIEVED_MAX = 10_000;
    private static final Set<Interaction> ISSUING =
            Set.of(Interaction.ISSUE_TOKEN, Interaction.SIGN_IN, Interaction.ENROL);

    private record Key(byte[] hash, Use use) {

        long session() {
            return AccessTokens.session(hash);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && use == key.use && Arrays.equals(hash, key.hash);
        }

        @Override
        public int hashCode() {
            // The bytes of a hash are as good as random.
            return hash[0] << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | hash[3] & 0xFF;
        }
    }

    private record Known(Caller caller, Standing standing, long session, long expires, long looked) {

        Caller asking(long now) {
            var known = caller.in(session);
            var narrowed = standing.scopes().map(known::within).orElse(known);
            return standing.signIn(now).map(narrowed::by).orElse(narrowed);
        }
    }

    private final TokenStore tokens;
    private final AccountStore accounts;
    private final Clock clock;
    private final SecureRandom random;
    private final ConcurrentHashMap<Key, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public AccessTokens(JdbcClient sql, Vault vault, Clock clock, SecureRandom random) {
        this.tokens = new TokenStore(sql, vault);
        this.accounts = new AccountStore(sql, vault);
        this.clock = clock;
        this.random = random;
    }

    /// Makes a token for the caller who has just proved who they are, which carries their scopes.
    public Issued issue(Permit permit, Use use) {
        Check.that(ISSUING.contains(permit.action().interaction()), "a permit to issue a token");
        var caller = permit.caller();
        var life = caller.groups().contains(Group.OPERATOR) ? OPERATOR_LIFE : LIFE;
        var token = Secret.fresh(random);
        long now = clock.millis();
        var standing = new Standing(now, ASSURANCE, caller.scopes());
        tokens.add(new TokenStore.Row(token.hash(), caller.account(), number(use), now + life.toMillis(), standing));
        permit.trail().began(session(token.hash()));
        return new Issued(token, life);
    }

    /// The number that tells its session from others in the audit log, and from which nobody gets back to a token.
    private static long session(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }

    /// The number of a token's session in the audit log, whether or not the token is still in force.
    /// @return empty when it can't be a token
    public static OptionalLong session(String text) {
        var token = Secret.find(text);
        return token.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(session(token.get().hash()));
    }

    /// Who shows this token, if it is in force and its account may call.
    public Optional<Caller> resolve(String text, Use use) {
        var token = Secret.find(text);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        var key = new Key(token.get().hash(), use);
        long now = clock.millis();
        var before = known.get(key);
        // A clock that was set back doesn't prolong the belief.
        if (before != null && now < before.expires() && Math.abs(now - before.looked()) < BELIEVED_MILLIS) {
            return Optional.of(before.asking(now));
        }
        return lookedUp(key, now);
    }

    private Optional<Caller> lookedUp(Key key, long now) {
        long before = changes.get();
        var row = tokens.find(key.hash()).filter(found -> found.use() == number(key.use()) && now < found.expires());
        var caller = row.flatMap(found -> accounts.find(found.account()))
                .map(AccountStore.Kept::account)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::caller);
        if (row.isEmpty() || caller.isEmpty()) {
            known.remove(key);
            return Optional.empty();
        }
        if (known.size() >= BELIEVED_MAX) {
            known.clear();
        }
        var found = new Known(
                caller.get(), row.get().standing(), key.session(), row.get().expires(), now);
        known.put(key, found);
        // What was looked up before a change is not believed after it.
        if (changes.get() != before) {
            known.remove(key);
        }
        return Optional.of(found.asking(now));
    }

    /// Ends a token of the caller's own; any other is left alone.
    public void revoke(Permit permit, String text) {
        Check.that(permit.action().interaction() == Interaction.REVOKE_TOKEN, "a permit to revoke a token");
        Secret.find(text).map(Secret::hash).ifPresent(hash -> {
            tokens.remove(hash, permit.caller().account());
            for (var use : Use.values()) {
                known.remove(new Key(hash, use));
            }
        });
    }

    /// Ends all tokens of an account.
    void revokeAll(long account) {
        tokens.removeAll(account);
        changed(account);
    }

    /// Looks anew at who shows a token of this account, because it or its tokens have changed.
    public void changed(long account) {
        changes.incrementAndGet();
        known.values().removeIf(each -> each.caller().account() == account);
    }

    /// Forgets the rows of tokens that have expired.
    public void removeExpired() {
        tokens.removeExpired(clock.millis());
    }

    // Stored: add, never change.
    private static short number(Use use) {
        return switch (use) {
            case BEARER -> 1;
            case SESSION -> 2;
        };
    }
}
