package io.carekeep.identity;

import io.carekeep.access.SuspensionTrail;
import io.carekeep.access.budget.SessionLock;
import io.carekeep.vault.Vault;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Suspends an account on the spot: its tokens and links end, within a second in every process, until an administrator
/// resumes it. Whoever is locked out so has no say in it, so nothing is asked here.
public final class Lockout implements SessionLock {

    private final AccountStore store;
    private final EnrolmentStore enrolments;
    private final AccessTokens tokens;
    private final SuspensionTrail trail;
    private final Clock clock;

    /// @param sql inside the request's transaction
    /// @param trail in the same
    public Lockout(JdbcClient sql, Vault vault, AccessTokens tokens, SuspensionTrail trail, Clock clock) {
        this.store = new AccountStore(sql, vault);
        this.enrolments = new EnrolmentStore(sql, vault);
        this.tokens = tokens;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public void lock(long account, Reason why) {
        store.oneAtATime();
        tokens.revokeAll(account);
        enrolments.removeOf(account);
        store.find(account)
                .filter(kept -> kept.account().state() == Account.State.ACTIVE)
                .ifPresent(kept -> {
                    var suspended = kept.account().withSuspended(clock.instant());
                    store.replace(suspended, kept.hash());
                    trail.suspended(account, why.word(), Trails.after(suspended));
                });
    }
}
