package io.carekeep.access.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/// The policy in force, the same in every process within a second: the number of its last version is looked at again
/// when another one is told of, and every half second. While it can't be known for a second, nothing is decided.
public final class CurrentPolicy implements Policy {

    private static final long LOOKED_EVERY = 500_000_000;
    private static final long BELIEVED = 1_000_000_000;

    private record Seen(int version, RulePolicy policy, long at) {}

    private final RulesShelf shelf;
    private final Criteria criteria;
    private final Supplier<LocalDateTime> now;
    private final LongSupplier nanos;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Seen seen;
    private volatile boolean told;
    private volatile boolean failing;

    /// @param now the time of the site
    /// @param nanos a clock that only goes forward
    public CurrentPolicy(RulesShelf shelf, Criteria criteria, Supplier<LocalDateTime> now, LongSupplier nanos) {
        this.shelf = shelf;
        this.criteria = criteria;
        this.now = now;
        this.nanos = nanos;
        this.seen = looked(new Seen(-1, Shipped.policy(criteria), 0));
    }

    private Seen looked(Seen before) {
        long now = nanos.getAsLong();
        int last = shelf.last();
        if (last < before.version()) {
            throw new Refused(new Problem.Unavailable(
                    "the policy in the database is older than the one in force: somebody changed the database"));
        }
        if (last == before.version()) {
            return new Seen(last, before.policy(), now);
        }
        var rules = shelf.find(last).map(kept -> RulesText.read(kept.text())).orElseGet(Shipped::rules);
        return new Seen(last, new RulePolicy(rules, criteria, this.now), now);
    }

    // One looks, and the others go on with what is known, as long as that is fresh.
    private RulePolicy current() {
        var known = seen;
        long age = nanos.getAsLong() - known.at();
        if (age < LOOKED_EVERY && !told) {
            return known.policy();
        }
        if (age >= BELIEVED) {
            await();
        } else if (!looking.tryLock()) {
            return known.policy();
        }
        try {
            if (told || nanos.getAsLong() - seen.at() >= LOOKED_EVERY) {
                told = false;
                seen = looked(seen);
                failing = false;
            }
            return seen.policy();
        } catch (DataAccessException failure) {
            failing = true;
            if (nanos.getAsLong() - seen.at() < BELIEVED) {
                return seen.policy();
            }
            throw unknown();
        } finally {
            looking.unlock();
        }
    }

    // When the last look failed, one tries again and nobody waits for it.
    private void await() {
        try {
            if (failing ? looking.tryLock() : looking.tryLock(BELIEVED, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw unknown();
    }

    private static Refused unknown() {
        return new Refused(new Problem.Unavailable("who may do what can't be known at present: try again"));
    }

    /// Whoever asks next looks, because somebody has changed it.
    public void changed() {
        told = true;
    }

    /// Looks at once, because this process has just changed it.
    public void refresh() {
        looking.lock();
        try {
            seen = looked(seen);
        } catch (DataAccessException _) {
            // It is looked at again by whoever asks next.
        } finally {
            looking.unlock();
        }
    }

    /// The rules that are about this caller, this way and this type, and count now.
    public List<Said> said(Caller caller, Interaction way, ResourceType type) {
        return current().said(caller, way, type);
    }

    /// The records of this type that patients' consents keep from the caller.
    public Optional<Predicate> withheld(Caller caller, ResourceType type) {
        return current().withheld(caller, type);
    }

    /// The rules that are about this caller, this way and this type, and don't count now.
    public List<Rule> bound(Caller caller, Interaction way, ResourceType type) {
        return current().bound(caller, way, type);
    }

    @Override
    public void demandKnown() {
        var _ = current();
    }

    @Override
    public Set<Group> groups() {
        return current().groups();
    }

    @Override
    public List<Label> labels() {
        return current().labels();
    }

    @Override
    public Budget budget(Caller caller) {
        return current().budget(caller);
    }

    @Override
    public Decision decide(Caller caller, Action action) {
        return current().decide(caller, action);
    }

    @Override
    public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
        return current().restriction(caller, way, type);
    }
}
