package io.carekeep.store.oracle;

import io.carekeep.store.TestStore;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.Callable;

/// Tries the law for writes with small stores of its own.
final class WritesTrials implements Callable<Boolean> {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int SHARE = 8;
    private static final int WRITES = 80;

    private final int policies;

    /// @param policies how many are tried
    WritesTrials(int policies) {
        this.policies = policies;
    }

    /// @return whether it held
    @Override
    public Boolean call() {
        for (int at = 0; at < policies; at++) {
            try (var store = new TestStore(ZONE)) {
                WritesTrial.of(store, new Random(at), SHARE).hold(WRITES);
            } catch (AssertionError broken) {
                return false;
            }
        }
        return true;
    }
}
