package io.carekeep.server.alarm;

import io.carekeep.access.policy.RulesShelf;
import io.carekeep.access.policy.RulesText;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import io.carekeep.base.Refused;
import io.carekeep.vault.Altered;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks whether the policy in force can be read and is no older than one that was. While it can't, nobody may do
/// anything.
final class PolicyProbe implements Probe {

    static final Kind KIND = new Kind("policy-unreadable");

    private enum Fault {
        ALTERED,
        UNREADABLE,
        OLDER
    }

    private final RulesShelf shelf;
    private final AtomicInteger newest = new AtomicInteger();

    PolicyProbe(RulesShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        int last = shelf.last();
        int known = newest.accumulateAndGet(last, Math::max);
        if (last < known) {
            return failed(known, Fault.OLDER);
        }
        try {
            shelf.find(last).ifPresent(kept -> RulesText.read(kept.text()));
            return new Finding.Passed();
        } catch (Altered _) {
            return failed(last, Fault.ALTERED);
        } catch (Refused _) {
            return failed(last, Fault.UNREADABLE);
        }
    }

    private static Finding failed(int version, Fault fault) {
        return new Finding.Failed(Evidence.NONE.with("version", version).with("fault", fault));
    }
}
